import type { CheckoutSnapshot } from './use-checkout.ts';

/** The steps as a person sees them. */
export const STEPS = ['cart', 'shipping', 'payment', 'receipt'] as const;

export type Step = (typeof STEPS)[number];

export const STEP_NAMES: Readonly<Record<Step, string>> = {
  cart: 'Basket',
  shipping: 'Delivery',
  payment: 'Payment',
  receipt: 'Receipt',
};

type Described = Pick<CheckoutSnapshot, 'value' | 'context'>;

export function stepOf({ value }: Pick<CheckoutSnapshot, 'value'>): Step {
  const name = typeof value === 'string' ? value : Object.keys(value)[0];
  return STEPS.find((step) => step === name) ?? 'cart';
}

/** The paths of all states that are active, outermost first: `payment`, `payment.retrying`. */
export function activePaths(value: unknown, above = ''): readonly string[] {
  if (typeof value === 'string') return [above + value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    above + name,
    ...activePaths(inner, `${above + name}.`),
  ]);
}

/** A state as one line, the innermost last: `payment.retrying`, `shipping.validating.{address.valid, delivery.quoted}`. */
export function valueInWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  const parts = Object.entries(value).map(([name, inner]) => `${name}.${valueInWords(inner)}`);
  return parts.length === 1 ? parts.join('') : `{${parts.join(', ')}}`;
}

/** What somebody who cannot see the page is told when the checkout has come somewhere else. */
export function announcementOf({ value, context }: Described): string {
  const paths = activePaths(value);
  const isIn = (path: string) => paths.includes(path);
  if (isIn('shipping.validating')) return 'Checking the address, and what the delivery costs.';
  if (isIn('shipping.entering') && context.notices.length > 0) return context.notices.join(' ');
  if (isIn('payment.processing')) return `Attempt ${context.attemptsInRow} to pay.`;
  if (isIn('payment.retrying')) return `${context.failure?.reason ?? ''} It is tried again in two seconds.`;
  if (isIn('payment.failed')) return `Not paid. ${context.failure?.reason ?? ''}`;
  if (isIn('receipt')) return 'Paid. Thank you.';
  return `${STEP_NAMES[stepOf({ value })]}.`;
}
