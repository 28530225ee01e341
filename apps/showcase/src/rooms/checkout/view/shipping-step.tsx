import { Button, Callout, RadioCards, Text } from '@radix-ui/themes';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { FormEvent } from 'react';
import { COUNTRIES } from '../shop/countries.ts';
import { DELIVERY_SPEEDS, type DeliverySpeed } from '../shop/shop-data.ts';
import { Checks } from './checks.tsx';
import { FormField } from './form-field.tsx';
import { FormSelect } from './form-select.tsx';
import { StepHeading } from './step-heading.tsx';
import { useCheckout } from './use-checkout.ts';
import { useFirstProblem, useMachineForm } from './use-machine-form.ts';

const COUNTRY_NAMES = Object.keys(COUNTRIES);

const SPEED_WORDS: Readonly<Record<DeliverySpeed, { readonly name: string; readonly note: string }>> = {
  standard: { name: 'Standard', note: 'Everywhere, within days or weeks' },
  express: { name: 'Express', note: 'Europe and North America, within days' },
};

/** Where to, and how fast; the form stays while the shop is asked about both. */
export function ShippingStep() {
  const [snapshot, send] = useCheckout();
  const isChecking = snapshot.matches({ shipping: 'validating' });
  const { form, handedIn } = useFirstProblem(isChecking);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChecking) return;
    send({ type: 'SUBMIT_SHIPPING' });
    handedIn();
  };
  return (
    <form ref={form} className="checkout-form" noValidate onSubmit={submit} aria-label="Delivery">
      <StepHeading place="shipping">Where shall it go?</StepHeading>
      {snapshot.context.notices.map((notice) => (
        <Callout.Root key={notice} color="red" size="1" role="alert">
          <Callout.Text>{notice}</Callout.Text>
        </Callout.Root>
      ))}
      <div className="checkout-fields" inert={isChecking}>
        <AddressFields />
        <Speeds />
      </div>
      {isChecking && <Checks />}
      <div className="checkout-actions">
        {isChecking ? (
          <Button type="button" variant="soft" color="gray" onClick={() => send({ type: 'CANCEL_CHECKS' })}>
            Cancel
          </Button>
        ) : (
          <Button type="button" variant="soft" color="gray" onClick={() => send({ type: 'BACK_TO_CART' })}>
            <ArrowLeft size={16} aria-hidden="true" /> Basket
          </Button>
        )}
        <Button type="submit" size="3" aria-disabled={isChecking}>
          {isChecking ? 'Checking…' : 'To the payment'} <ArrowRight size={16} aria-hidden="true" />
        </Button>
      </div>
    </form>
  );
}

function AddressFields() {
  const field = useMachineForm('shipping');
  const country = field('country');
  return (
    <>
      <FormField label="Name" autoComplete="name" {...field('name')} />
      <FormField label="Street and number" autoComplete="street-address" {...field('street')} />
      <div className="checkout-pair">
        <FormField label="Postal code" autoComplete="postal-code" {...field('postalCode')} />
        <FormField label="City" autoComplete="address-level2" {...field('city')} />
      </div>
      <FormSelect
        label="Country"
        placeholder="Choose a country"
        choices={COUNTRY_NAMES}
        value={country.value}
        problem={country.problem}
        onChange={country.onChange}
      />
    </>
  );
}

function Speeds() {
  const [{ context }, send] = useCheckout();
  return (
    <div className="checkout-field">
      <Text size="2" weight="medium" id="checkout-speed">
        Delivery
      </Text>
      <RadioCards.Root
        aria-labelledby="checkout-speed"
        columns={{ initial: '1', sm: '2' }}
        gap="2"
        size="1"
        value={context.speed}
        onValueChange={(value) => {
          const speed = DELIVERY_SPEEDS.find((each) => each === value);
          if (speed !== undefined) send({ type: 'CHOOSE_DELIVERY', speed });
        }}
      >
        {DELIVERY_SPEEDS.map((speed) => (
          <RadioCards.Item key={speed} value={speed} aria-label={SPEED_WORDS[speed].name}>
            <span className="checkout-card-words">
              <Text size="2" weight="medium">
                {SPEED_WORDS[speed].name}
              </Text>
              <Text size="1" color="gray">
                {SPEED_WORDS[speed].note}
              </Text>
            </span>
          </RadioCards.Item>
        ))}
      </RadioCards.Root>
    </div>
  );
}
