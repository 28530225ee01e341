import type { VirtualTab } from '@statehouse/storage/testing';
import { expect } from 'vitest';
import type { Outcome } from '../sending/outcome.ts';
import type { Effect } from './counting-server.ts';

/** A mutation that somebody has called, and what is known to have become of it. */
export interface Called {
  readonly number: number;
  readonly id: string;
  readonly tab: VirtualTab;
  isDurable: boolean;
  outcome?: Outcome;
  /** Somebody has asked for it; whether it was done need not be known. */
  mayBeRemoved: boolean;
  /** It was removed before any tab might have sent it. */
  isNeverToBeSent: boolean;
  edits: number;
  /** The last that is known to have been made. */
  version: number;
}

export function createCalled(number: number, id: string, tab: VirtualTab): Called {
  return {
    ...{
      number,
      id,
      tab,
      isDurable: false,
      mayBeRemoved: false,
      isNeverToBeSent: false,
      edits: 0,
      version: 0,
    },
  };
}

/** Each was done once, or removed; in the form that it was given last. */
export function checkEffects(list: readonly Called[], all: readonly Effect[]): void {
  const byNumber = Map.groupBy(all, ({ number }) => number);
  for (const { number, isDurable, mayBeRemoved, isNeverToBeSent, outcome, edits, version } of list) {
    const effects = byNumber.get(number) ?? [];
    const what = `effects of ${number}`;
    expect(effects.length, what).toBeLessThanOrEqual(1);
    if (isNeverToBeSent) expect(effects, what).toEqual([]);
    if ((isDurable && !mayBeRemoved) || outcome?.kind === 'done') expect(effects.length, what).toBe(1);
    if (edits === 1 && version === 1) for (const effect of effects) expect(effect.version, what).toBe(1);
  }
}
