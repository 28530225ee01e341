import { recordCount } from '../machine/cart.ts';
import { money } from './money.ts';
import { useCheckout } from './use-checkout.ts';

/** What the order comes to, as the shop has said. */
export function OrderSum() {
  const [{ context }] = useCheckout();
  const { quote, cart, speed } = context;
  if (quote === undefined) return null;
  const count = recordCount(cart);
  return (
    <dl className="checkout-bill">
      <div>
        <dt>{count === 1 ? '1 record' : `${count} records`}</dt>
        <dd>{money(quote.goodsCents)}</dd>
      </div>
      <div>
        <dt>
          {speed === 'express' ? 'Express' : 'Standard'} delivery, {quote.fromDays} to {quote.toDays} days
        </dt>
        <dd>{money(quote.deliveryCents)}</dd>
      </div>
      <div className="checkout-total">
        <dt>Total</dt>
        <dd>{money(quote.totalCents)}</dd>
      </div>
    </dl>
  );
}
