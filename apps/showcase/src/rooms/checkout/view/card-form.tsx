import { Button, Callout } from '@radix-ui/themes';
import { systemClock } from '@statehouse/kernel';
import { ArrowLeft, Lock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import {
  CARD_FIELDS,
  type CardDetails,
  type CardField,
  type CardProblems,
  isCardEmpty,
  problemsOfCard,
} from '../shop/card.ts';
import { FormField } from './form-field.tsx';
import { money } from './money.ts';
import { useCheckout, useSession } from './use-checkout.ts';
import { useFirstProblem } from './use-machine-form.ts';

const EMPTY: CardDetails = { number: '', expiry: '', code: '' };
/** Everybody's test card: it pays in this house only. */
const EXAMPLE: CardDetails = { number: '4242 4242 4242 4242', expiry: '12/40', code: '123' };

const LABELS: Readonly<Record<CardField, string>> = {
  number: 'Card number',
  expiry: 'Month and year',
  code: 'Code',
};

const COMPLETIONS: Readonly<Record<CardField, string>> = {
  number: 'cc-number',
  expiry: 'cc-exp',
  code: 'cc-csc',
};

/** A card in its fields: what is typed here is in no store, and gone with the page. */
function useCard() {
  const [card, setCard] = useState(EMPTY);
  const [left, setLeft] = useState<readonly CardField[]>([]);
  const [isAsked, setIsAsked] = useState(false);
  const [objections, setObjections] = useState<CardProblems>({});
  const found = problemsOfCard(card, systemClock.nowMs());
  const problemOf = (field: CardField) =>
    isAsked || left.includes(field) ? (found[field] ?? objections[field]) : undefined;
  return {
    card,
    problemOf,
    isGood: Object.keys(found).length === 0,
    change: (field: CardField, value: string) => {
      setCard((before) => ({ ...before, [field]: value }));
      setObjections({});
    },
    leave: (field: CardField) => {
      if (card[field] !== '') setLeft((before) => [...before, field]);
    },
    fill: () => setCard(EXAMPLE),
    ask: () => setIsAsked(true),
    object: setObjections,
  };
}

export function CardForm() {
  const [{ context }, send] = useCheckout();
  const { shop } = useSession();
  const fields = useCard();
  const [isSending, setIsSending] = useState(false);
  const [notice, setNotice] = useState<string>();
  const { form, handedIn } = useFirstProblem(isSending);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSending) return;
    fields.ask();
    handedIn();
    if (!fields.isGood) return;
    setIsSending(true);
    setNotice(undefined);
    const verdict = await shop.acceptCard(fields.card).catch(() => undefined);
    setIsSending(false);
    if (verdict?.kind === 'accepted') {
      send({ type: 'PAY_BY_CARD', token: verdict.token, label: verdict.label });
    } else if (verdict?.kind === 'invalid') fields.object(verdict.problems);
    else setNotice(verdict?.reason ?? 'The shop did not take the card. Nothing was charged.');
  };
  return (
    <form ref={form} className="checkout-fields" noValidate onSubmit={submit} aria-label="Card">
      {notice !== undefined && (
        <Callout.Root color="red" size="1" role="alert">
          <Callout.Text>{notice}</Callout.Text>
        </Callout.Root>
      )}
      <CardFields fields={fields} />
      <p className="checkout-hint">
        <Lock size={14} aria-hidden="true" />
        <span>The number goes to the shop and nowhere else. After a reload it has to be typed again.</span>
        {isCardEmpty(fields.card) && (
          <Button type="button" size="1" variant="ghost" onClick={fields.fill}>
            Use the test card
          </Button>
        )}
      </p>
      <div className="checkout-actions">
        <Button type="button" variant="soft" color="gray" onClick={() => send({ type: 'CHANGE_METHOD' })}>
          <ArrowLeft size={16} aria-hidden="true" /> Other means
        </Button>
        <Button type="submit" size="3" aria-disabled={isSending}>
          {isSending ? 'Handing over the card…' : `Pay ${money(context.quote?.totalCents ?? 0)}`}
        </Button>
      </div>
    </form>
  );
}

function CardFields({ fields }: { readonly fields: ReturnType<typeof useCard> }) {
  const field = (name: CardField) => (
    <FormField
      key={name}
      label={LABELS[name]}
      value={fields.card[name]}
      problem={fields.problemOf(name)}
      onChange={(value) => fields.change(name, value)}
      onLeave={() => fields.leave(name)}
      autoComplete={COMPLETIONS[name]}
      inputMode="numeric"
      {...(name === 'expiry' ? { placeholder: '04/29' } : {})}
    />
  );
  const [number, ...rest] = CARD_FIELDS;
  return (
    <>
      {field(number)}
      <div className="checkout-pair">{rest.map(field)}</div>
    </>
  );
}
