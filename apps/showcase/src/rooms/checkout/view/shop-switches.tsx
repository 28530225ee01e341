import { Select, Text } from '@radix-ui/themes';
import { useStore } from '@statehouse/react/hub';
import { useId } from 'react';
import { CHECK_MANNERS, type CheckManner, PAYMENT_MANNERS, type PaymentManner } from '../shop/manners.ts';
import { useSession } from './use-checkout.ts';

const CHECK_WORDS: Readonly<Record<CheckManner, string>> = {
  prompt: 'answers at once',
  slow: 'takes two seconds',
  away: 'is away',
};

const PAYMENT_WORDS: Readonly<Record<PaymentManner, string>> = {
  prompt: 'charges at once',
  slow: 'takes three seconds',
  declines: 'declines',
  away: 'is away',
  silent: 'never answers',
  lost: 'charges, and the answer is lost',
};

/** How badly the shop behaves towards this window. */
export function ShopSwitches() {
  const { manners } = useSession();
  const { checks, payment } = useStore(manners);
  return (
    <section className="checkout-switches" aria-label="Shop">
      <Choice
        label="Address check"
        value={checks}
        choices={CHECK_MANNERS}
        words={CHECK_WORDS}
        onChoose={(chosen) => manners.dispatch({ type: 'shop behaves', manners: { checks: chosen } })}
      />
      <Choice
        label="The bank"
        value={payment}
        choices={PAYMENT_MANNERS}
        words={PAYMENT_WORDS}
        onChoose={(chosen) => manners.dispatch({ type: 'shop behaves', manners: { payment: chosen } })}
      />
    </section>
  );
}

interface ChoiceProps<Manner extends string> {
  readonly label: string;
  readonly value: Manner;
  readonly choices: readonly Manner[];
  readonly words: Readonly<Record<Manner, string>>;
  readonly onChoose: (chosen: Manner) => void;
}

function Choice<Manner extends string>({ label, value, choices, words, onChoose }: ChoiceProps<Manner>) {
  const id = useId();
  return (
    <div>
      <Text as="label" size="1" color="gray" htmlFor={id}>
        {label}
      </Text>
      <Select.Root
        size="1"
        value={value}
        onValueChange={(next) => {
          const chosen = choices.find((choice) => choice === next);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        <Select.Trigger id={id} variant="soft" color={value === 'prompt' ? 'gray' : 'amber'} />
        <Select.Content position="popper">
          {choices.map((choice) => (
            <Select.Item key={choice} value={choice}>
              {words[choice]}
            </Select.Item>
          ))}
        </Select.Content>
      </Select.Root>
    </div>
  );
}
