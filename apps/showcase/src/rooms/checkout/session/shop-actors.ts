import { fromPromise } from 'xstate';
import type { Shop } from '../shop/shop.ts';
import type {
  Address,
  AddressVerdict,
  DeliveryQuestion,
  DeliveryVerdict,
  PaymentOrder,
  PaymentVerdict,
} from '../shop/shop-data.ts';

/**
 * What the machine asks of a shop. Before money is asked for, what the machine knows has to be durable: else a reload
 * could bring back an order from before its payment.
 */
export function shopActors(
  shop: Pick<Shop, 'checkAddress' | 'quoteDelivery' | 'pay'>,
  saved: () => Promise<unknown>,
) {
  return {
    checkAddress: fromPromise<AddressVerdict, Address>(({ input, signal }) =>
      shop.checkAddress(input, signal),
    ),
    quoteDelivery: fromPromise<DeliveryVerdict, DeliveryQuestion>(({ input, signal }) =>
      shop.quoteDelivery(input, signal),
    ),
    pay: fromPromise<PaymentVerdict, PaymentOrder>(async ({ input, signal }) => {
      // It is asked within the step that leads to its state: what is to be kept is there when that is over.
      await Promise.resolve();
      // Where nothing can be kept the key still is the order's: it is charged once as long as the page is there.
      await saved().catch(() => {});
      return shop.pay(input, signal);
    }),
  };
}
