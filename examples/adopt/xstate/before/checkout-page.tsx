import { useSelector } from '@xstate/react';
import { type Charge, checkout } from './checkout.ts';

/** What it costs, a way to pay, and how that went. */
export function CheckoutPage({ charge }: { readonly charge: Charge }) {
  const cents = useSelector(checkout, ({ context }) => context.cents);
  const step = useSelector(checkout, ({ value }) => value);
  return (
    <section>
      <p>
        {cents / 100} €, {step}
      </p>
      <button type="button" onClick={() => checkout.send({ type: 'pay', charge })}>
        Pay
      </button>
    </section>
  );
}
