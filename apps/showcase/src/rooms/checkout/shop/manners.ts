/** How the shop is to behave towards one window: switches of the room, sent along with every question. */
export const CHECK_MANNERS = ['prompt', 'slow', 'away'] as const;

export type CheckManner = (typeof CHECK_MANNERS)[number];

/** `silent` never answers, nor does it charge. `lost` charges, and its answer never arrives: that is what keys are for. */
export const PAYMENT_MANNERS = ['prompt', 'slow', 'declines', 'away', 'silent', 'lost'] as const;

export type PaymentManner = (typeof PAYMENT_MANNERS)[number];

export interface Manners {
  readonly checks: CheckManner;
  readonly payment: PaymentManner;
}

export const PROMPT: Manners = { checks: 'prompt', payment: 'prompt' };

export function isCheckManner(value: unknown): value is CheckManner {
  return CHECK_MANNERS.some((manner) => manner === value);
}

export function isPaymentManner(value: unknown): value is PaymentManner {
  return PAYMENT_MANNERS.some((manner) => manner === value);
}
