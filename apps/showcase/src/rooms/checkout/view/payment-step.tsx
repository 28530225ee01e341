import { Button, Text } from '@radix-ui/themes';
import { ArrowLeft, Bitcoin, CreditCard, Wallet } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CheckoutEvent } from '../machine/checkout-event.ts';
import { CardForm } from './card-form.tsx';
import { MayBePaid } from './may-be-paid.tsx';
import { CryptoForm, PaypalForm } from './means-forms.tsx';
import { OrderSum } from './order-sum.tsx';
import { PaymentFailed, PaymentRetrying, PaymentRunning } from './payment-progress.tsx';
import { StepHeading } from './step-heading.tsx';
import { type CheckoutSnapshot, useCheckout } from './use-checkout.ts';

/** By what means, and then what comes of it. */
export function PaymentStep() {
  const [snapshot] = useCheckout();
  const place = placeIn(snapshot);
  return (
    <section className="checkout-form" aria-label="Payment">
      <StepHeading place={`payment ${place}`}>{HEADINGS[place]}</StepHeading>
      <OrderSum />
      {PLACES[place]}
    </section>
  );
}

const HEADINGS = {
  selecting: 'How will you pay?',
  card: 'Pay by card',
  paypal: 'Pay by PayPal',
  crypto: 'Pay by crypto',
  processing: 'Paying…',
  retrying: 'That did not work yet',
  failed: 'Not paid',
} as const;

type PaymentPlace = keyof typeof HEADINGS;

const PLACES: Readonly<Record<PaymentPlace, ReactNode>> = {
  selecting: <MeansChoice />,
  card: <CardForm />,
  paypal: <PaypalForm />,
  crypto: <CryptoForm />,
  processing: <PaymentRunning />,
  retrying: <PaymentRetrying />,
  failed: <PaymentFailed />,
};

function placeIn({ value }: CheckoutSnapshot): PaymentPlace {
  const inner = typeof value === 'object' && 'payment' in value ? value.payment : undefined;
  return inner === undefined || inner === 'paid' ? 'processing' : inner;
}

interface Means {
  readonly name: string;
  readonly note: string;
  readonly icon: ReactNode;
  readonly event: CheckoutEvent;
}

const MEANS: readonly Means[] = [
  {
    name: 'Card',
    note: 'Its number goes to the shop’s vault and stays nowhere here',
    icon: <CreditCard size={20} aria-hidden="true" />,
    event: { type: 'SELECT_CARD' },
  },
  {
    name: 'PayPal',
    note: 'By the address of the account',
    icon: <Wallet size={20} aria-hidden="true" />,
    event: { type: 'SELECT_PAYPAL' },
  },
  {
    name: 'Crypto',
    note: 'Bitcoin or Ether, from a wallet of yours',
    icon: <Bitcoin size={20} aria-hidden="true" />,
    event: { type: 'SELECT_CRYPTO' },
  },
];

function MeansChoice() {
  const [snapshot, send] = useCheckout();
  const canGoBack = snapshot.can({ type: 'BACK_TO_SHIPPING' });
  return (
    <>
      <ul className="checkout-means">
        {MEANS.map(({ name, note, icon, event }) => (
          <li key={name}>
            <button type="button" onClick={() => send(event)}>
              {icon}
              <span className="checkout-card-words">
                <Text size="3" weight="medium">
                  {name}
                </Text>
                <Text size="1" color="gray">
                  {note}
                </Text>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {!canGoBack && <MayBePaid />}
      <div className="checkout-actions">
        <Button
          variant="soft"
          color="gray"
          aria-disabled={!canGoBack}
          onClick={() => send({ type: 'BACK_TO_SHIPPING' })}
        >
          <ArrowLeft size={16} aria-hidden="true" /> Delivery
        </Button>
      </div>
    </>
  );
}
