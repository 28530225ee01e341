/** A card as it is typed. It lives in the fields of the form and in one request, and nowhere else. */
export interface CardDetails {
  readonly number: string;
  /** Month and year, `04/29`. */
  readonly expiry: string;
  readonly code: string;
}

export type CardField = keyof CardDetails;

export const CARD_FIELDS = ['number', 'expiry', 'code'] as const;

export type CardProblems = Readonly<Partial<Record<CardField, string>>>;

export type CardVerdict =
  /** The pseudonym by which the shop knows the card, and what a person may see of it. */
  | { readonly kind: 'accepted'; readonly token: string; readonly label: string }
  | { readonly kind: 'invalid'; readonly problems: CardProblems }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What is wrong with a card. */
export function problemsOfCard(card: CardDetails, nowMs: number): CardProblems {
  return {
    ...problem('number', numberProblem(digitsOf(card.number))),
    ...problem('expiry', expiryProblem(card.expiry.trim(), nowMs)),
    ...problem('code', /^\d{3,4}$/.test(card.code.trim()) ? undefined : 'Three or four digits.'),
  };
}

export function isCardEmpty(card: CardDetails): boolean {
  return CARD_FIELDS.every((field) => card[field].trim() === '');
}

/** What may be shown of a card: who issued it, and its last four digits. */
export function labelOfCard({ number }: CardDetails): string {
  const digits = digitsOf(number);
  return `${issuerOf(digits)} ending in ${digits.slice(-4)}`;
}

function problem(field: CardField, words: string | undefined): CardProblems {
  return words === undefined ? {} : { [field]: words };
}

function digitsOf(number: string): string {
  return number.replaceAll(/[\s-]/g, '');
}

function numberProblem(digits: string): string | undefined {
  if (!/^\d{13,19}$/.test(digits)) return 'A card number has 13 to 19 digits.';
  return isLuhnSound(digits) ? undefined : 'One of the digits is not right.';
}

/** The sum that the last digit of every card guards (ISO/IEC 7812-1). */
function isLuhnSound(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function expiryProblem(expiry: string, nowMs: number): string | undefined {
  const [, month = '', year = ''] = /^(0[1-9]|1[0-2])\s*\/\s*(\d{2})$/.exec(expiry) ?? [];
  if (year === '') return 'Month and year, like 04/29.';
  // A card is good until its month is over.
  const endMs = Date.UTC(2000 + Number(year), Number(month), 1);
  return endMs > nowMs ? undefined : 'The card has expired.';
}

function issuerOf(digits: string): string {
  if (digits.startsWith('4')) return 'Visa';
  if (/^(5[1-5]|2[2-7])/.test(digits)) return 'Mastercard';
  return /^3[47]/.test(digits) ? 'American Express' : 'Card';
}
