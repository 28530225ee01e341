import type { Random } from './random.ts';

/** How long to wait before trying again. */
export interface Backoff {
  /** Before the second try. */
  readonly initialMs: number;
  /** The longest wait. */
  readonly maxMs: number;
  /** By how much each wait is longer than the one before; 2 unless told. */
  readonly factor?: number;
  /** The part of a wait that chance may take off, 0 to 1; 0.5 unless told, so that many clients do not come back at once. */
  readonly jitter?: number;
}

/** The wait before a try again, in whole milliseconds; `failures` counts from 1. */
export function backoffMs(failures: number, backoff: Backoff, random: Random): number {
  const { initialMs, maxMs, factor = 2, jitter = 0.5 } = backoff;
  const fullMs = Math.min(maxMs, initialMs * factor ** (failures - 1));
  return Math.round(fullMs * (1 - jitter * random.next()));
}
