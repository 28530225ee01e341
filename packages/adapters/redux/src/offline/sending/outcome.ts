import { isJsonObject } from '@statehouse/kernel';

/** How it ended with an entry, for whoever waits for it. */
export type Outcome =
  /** `meta` only where it was sent. */
  | { readonly kind: 'done'; readonly data: unknown; readonly meta?: NonNullable<unknown> | undefined }
  | { readonly kind: 'refused'; readonly error: unknown }
  | { readonly kind: 'removed' }
  /** It is over, and nobody here has heard how. */
  | { readonly kind: 'elsewhere' }
  /** The device would not keep it; it has not been sent. */
  | { readonly kind: 'not kept'; readonly reason: string };

const told: ReadonlySet<unknown> = new Set(['done', 'refused', 'removed']);

/** Whether a value is an outcome as tabs tell it to each other. */
export function isToldOutcome(value: unknown): value is Outcome {
  return isJsonObject(value) && told.has(value.kind);
}
