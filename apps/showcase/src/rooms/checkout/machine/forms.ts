import { ADDRESS_FIELDS, COINS } from '../shop/shop-data.ts';

/**
 * What is typed in the steps. The machine keeps it, so it survives a reload. A card's number is not among it: it goes
 * from its field to the shop, and comes back as a pseudonym.
 */
export const FORMS = {
  shipping: ADDRESS_FIELDS,
  paypal: ['payerEmail'],
  crypto: ['coin', 'wallet'],
} as const;

export type FormName = keyof typeof FORMS;
export type FieldName = (typeof FORMS)[FormName][number];
export type FieldValues = Readonly<Record<FieldName, string>>;
export type FieldProblems = Readonly<Partial<Record<FieldName, string>>>;

/** What was typed, and how far it may be judged. */
export interface Forms {
  readonly values: FieldValues;
  /** Fields in which something was entered before they were left. */
  readonly left: readonly FieldName[];
  /** Forms that were handed in: what is missing in them may be said. */
  readonly asked: readonly FormName[];
  /** What the shop said about fields that were not changed since. */
  readonly objections: FieldProblems;
}

export const EMPTY_FORMS: Forms = {
  values: {
    name: '',
    street: '',
    city: '',
    postalCode: '',
    country: '',
    payerEmail: '',
    coin: '',
    wallet: '',
  },
  left: [],
  asked: [],
  objections: {},
};

const LONGEST = 120;

const WORDS: Readonly<Record<FieldName, string>> = {
  name: 'Say who it is for.',
  street: 'Say the street and the number.',
  city: 'Say the city.',
  postalCode: 'Say the postal code.',
  country: 'Choose a country.',
  payerEmail: 'Say the address of the PayPal account.',
  coin: 'Choose a coin.',
  wallet: 'Say the address of the wallet.',
};

/** Not asked for here: not every country has one, and the shop knows which. */
const MAY_BE_EMPTY: ReadonlySet<FieldName> = new Set<FieldName>(['postalCode']);

const WALLETS: Readonly<Record<string, RegExp>> = {
  BTC: /^(bc1[a-z0-9]{25,59}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$/,
  ETH: /^0x[0-9a-fA-F]{40}$/,
};

/** What is wrong with a field as it stands; undefined if nothing is that can be told without the shop. */
export function problemOf(field: FieldName, values: FieldValues): string | undefined {
  const value = values[field].trim();
  if (value === '') return MAY_BE_EMPTY.has(field) ? undefined : WORDS[field];
  if (value.length > LONGEST) return `At most ${LONGEST} characters.`;
  if (field === 'payerEmail' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    return 'An address has a name, an @ and a host, like ada@example.org.';
  if (field === 'coin' && !COINS.some((coin) => coin === value)) return WORDS.coin;
  if (field === 'wallet' && values.coin !== '' && WALLETS[values.coin]?.test(value) !== true)
    return `That is not an address for ${values.coin}.`;
  return undefined;
}

/** Everything that is wrong with a form, whether it is to be said yet or not. */
export function problemsOf(forms: Forms, form: FormName): FieldProblems {
  return Object.fromEntries(
    FORMS[form].flatMap((field) => {
      const problem = problemOf(field, forms.values) ?? forms.objections[field];
      return problem === undefined ? [] : [[field, problem]];
    }),
  );
}

/** What is to be said of a form: nothing about a field before something was entered in it, or the form was handed in. */
export function problemsToSay(forms: Forms, form: FormName): FieldProblems {
  const isAsked = forms.asked.includes(form);
  return Object.fromEntries(
    Object.entries(problemsOf(forms, form)).filter(
      ([field]) => isAsked || forms.left.some((left) => left === field),
    ),
  );
}

export function isFilled(forms: Forms, form: FormName): boolean {
  return FORMS[form].every((field) => problemOf(field, forms.values) === undefined);
}

/** A field has another value; what the shop said about it is out of date. */
export function withField(forms: Forms, field: FieldName, value: string): Forms {
  if (forms.values[field] === value) return forms;
  const { [field]: _, ...objections } = forms.objections;
  return { ...forms, values: { ...forms.values, [field]: value }, objections };
}

/** A field was left. One in which nothing was ever entered is not judged yet. */
export function withLeft(forms: Forms, field: FieldName): Forms {
  if (forms.left.includes(field) || forms.values[field] === '') return forms;
  return { ...forms, left: [...forms.left, field] };
}

/** A form was handed in. */
export function withAsked(forms: Forms, form: FormName): Forms {
  return forms.asked.includes(form) ? forms : { ...forms, asked: [...forms.asked, form] };
}

export function withObjections(forms: Forms, objections: FieldProblems): Forms {
  return { ...forms, objections };
}
