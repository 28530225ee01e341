import { Button } from '@radix-ui/themes';
import { ArrowLeft } from 'lucide-react';
import type { FormEvent, ReactNode } from 'react';
import type { CheckoutEvent } from '../machine/checkout-event.ts';
import { COINS } from '../shop/shop-data.ts';
import { FormField } from './form-field.tsx';
import { FormSelect } from './form-select.tsx';
import { money } from './money.ts';
import { useCheckout } from './use-checkout.ts';
import { useFirstProblem, useMachineForm } from './use-machine-form.ts';

export function PaypalForm() {
  const field = useMachineForm('paypal');
  return (
    <MeansForm label="PayPal" event={{ type: 'PAY_BY_PAYPAL' }}>
      <FormField label="E-mail" autoComplete="email" inputMode="email" {...field('payerEmail')} />
    </MeansForm>
  );
}

export function CryptoForm() {
  const field = useMachineForm('crypto');
  const coin = field('coin');
  return (
    <MeansForm label="Crypto" event={{ type: 'PAY_BY_CRYPTO' }}>
      <FormSelect
        label="Coin"
        placeholder="Choose a coin"
        choices={COINS}
        value={coin.value}
        problem={coin.problem}
        onChange={coin.onChange}
      />
      <FormField label="Wallet" placeholder="0x… or bc1…" {...field('wallet')} />
    </MeansForm>
  );
}

interface MeansFormProps {
  readonly label: string;
  /** What handing it in sends; the machine judges whether it is filled. */
  readonly event: CheckoutEvent;
  readonly children: ReactNode;
}

function MeansForm({ label, event, children }: MeansFormProps) {
  const [{ context }, send] = useCheckout();
  const { form, handedIn } = useFirstProblem(false);
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    send(event);
    handedIn();
  };
  return (
    <form ref={form} className="checkout-fields" noValidate onSubmit={submit} aria-label={label}>
      {children}
      <div className="checkout-actions">
        <Button type="button" variant="soft" color="gray" onClick={() => send({ type: 'CHANGE_METHOD' })}>
          <ArrowLeft size={16} aria-hidden="true" /> Other means
        </Button>
        <Button type="submit" size="3">
          Pay {money(context.quote?.totalCents ?? 0)}
        </Button>
      </div>
    </form>
  );
}
