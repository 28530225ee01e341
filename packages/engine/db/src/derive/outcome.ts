/** What a selector came to in one state. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: unknown };

/** Whether both are the same value, or the very same error. */
export function isSameOutcome(one: Outcome, other: Outcome): boolean {
  if (one.kind === 'value') return other.kind === 'value' && Object.is(one.value, other.value);
  return other.kind === 'error' && one.error === other.error;
}

/** Gives the value, or throws the error once more. */
export function settledValue(outcome: Outcome): unknown {
  if (outcome.kind === 'error') throw outcome.error;
  return outcome.value;
}
