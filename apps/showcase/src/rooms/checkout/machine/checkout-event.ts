import type { Album, DeliverySpeed } from '../shop/shop-data.ts';
import type { FieldName } from './forms.ts';

/** What a person can do in the checkout. */
export type CheckoutEvent =
  | { readonly type: 'ADD_ITEM'; readonly album: Album }
  | { readonly type: 'REMOVE_ITEM'; readonly albumId: string }
  | { readonly type: 'SET_QUANTITY'; readonly albumId: string; readonly quantity: number }
  | { readonly type: 'PROCEED_TO_SHIPPING' }
  | { readonly type: 'CHANGE_FIELD'; readonly field: FieldName; readonly value: string }
  | { readonly type: 'LEAVE_FIELD'; readonly field: FieldName }
  | { readonly type: 'CHOOSE_DELIVERY'; readonly speed: DeliverySpeed }
  | { readonly type: 'SUBMIT_SHIPPING' }
  | { readonly type: 'CANCEL_CHECKS' }
  | { readonly type: 'BACK_TO_CART' }
  | { readonly type: 'BACK_TO_SHIPPING' }
  | { readonly type: 'SELECT_CARD' }
  | { readonly type: 'SELECT_PAYPAL' }
  | { readonly type: 'SELECT_CRYPTO' }
  | { readonly type: 'CHANGE_METHOD' }
  /** With the pseudonym that the shop gave for a card. */
  | { readonly type: 'PAY_BY_CARD'; readonly token: string; readonly label: string }
  | { readonly type: 'PAY_BY_PAYPAL' }
  | { readonly type: 'PAY_BY_CRYPTO' }
  /** Does not wait for the next attempt. */
  | { readonly type: 'RETRY_NOW' }
  | { readonly type: 'TRY_AGAIN' }
  | { readonly type: 'START_OVER'; readonly orderId: string };
