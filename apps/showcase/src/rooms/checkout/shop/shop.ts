import type { CardDetails, CardVerdict } from './card.ts';
import type {
  Address,
  AddressVerdict,
  Catalog,
  DeliveryQuestion,
  DeliveryVerdict,
  PaymentOrder,
  PaymentVerdict,
  Receipt,
} from './shop-data.ts';

/** What the bank has written down of an order. */
export interface OrderBook {
  readonly asked: number;
  readonly charges: readonly Receipt[];
}

/**
 * The shop, as the checkout asks it. What can be expected to fail (no network, no answer, a refusal) is a verdict; a
 * promise is rejected where there is no verdict for it. An aborted question may have had its effect.
 */
export interface Shop {
  catalog(words: string, page: number, signal: AbortSignal): Promise<Catalog>;
  checkAddress(address: Address, signal: AbortSignal): Promise<AddressVerdict>;
  quoteDelivery(question: DeliveryQuestion, signal: AbortSignal): Promise<DeliveryVerdict>;
  pay(order: PaymentOrder, signal: AbortSignal): Promise<PaymentVerdict>;
  /** Hands a card over for a pseudonym. Nobody else is told its number. */
  acceptCard(card: CardDetails): Promise<CardVerdict>;
  book(key: string, signal: AbortSignal): Promise<OrderBook>;
}
