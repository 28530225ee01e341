import { type Clock, isStatehouseError, type Json } from '@statehouse/kernel';
import type { KeyValueCondition, KeyValueStore } from '@statehouse/storage';
import { sealed, unsealed } from '../format/checksum.ts';
import { appliedFrom } from './messages.ts';
import type { Applied } from './replica.ts';

/** The right to write what is kept under a name, until somebody else takes it. */
export interface Claim {
  /** Counts those who had it; greater than all before. */
  readonly epoch: number;
  /** What the storage holds as long as nobody else has taken it. */
  readonly proof: KeyValueCondition;
}

/**
 * Takes the right to write: whoever had it can write no more, whether he knows or not.
 *
 * @param least an epoch that has been heard of; the new one is greater
 * @param isWanted asked before it is taken: a tab that has given way meanwhile takes it from nobody
 */
export async function claimStorage(
  storage: KeyValueStore,
  name: string,
  tab: string,
  least: number,
  clock: Clock,
  isWanted: () => boolean = () => true,
): Promise<Claim | undefined> {
  const key = `${name}/leader`;
  for (;;) {
    const value = await storage.get(key);
    if (!isWanted()) return undefined;
    // What is damaged says no number; the time is greater than any count.
    const last = value === undefined ? 0 : (epochIn(value) ?? clock.nowMs());
    const epoch = Math.max(last, least) + 1;
    const next = sealed(`${epoch} ${tab}`);
    try {
      await storage.write([{ key, value: next }], { key, value });
      return { epoch, proof: { key, value: next } };
    } catch (error) {
      // Somebody else was faster, and is the one before.
      if (!isStatehouseError(error, 'storage/changed')) throw error;
    }
  }
}

function epochIn(value: string): number | undefined {
  const epoch = Number(unsealed(value)?.split(' ')[0]);
  return Number.isSafeInteger(epoch) && epoch > 0 ? epoch : undefined;
}

/** The storage for as long as a claim holds; then its writes are refused, and `onLost` hears of it. */
export function fencedStorage(storage: KeyValueStore, claim: Claim, onLost: () => void): KeyValueStore {
  return {
    get: (key) => storage.get(key),
    range: (from, to, limit) => storage.range(from, to, limit),
    async write(writes) {
      try {
        await storage.write(writes, claim.proof);
      } catch (error) {
        if (isStatehouseError(error, 'storage/changed')) onLost();
        throw error;
      }
    },
    close: () => storage.close(),
  };
}

/** Under which key stands what the kept state holds of each tab. */
export function appliedKey(name: string): string {
  return `${name}/tabs`;
}

export function writeApplied(applied: Applied): string {
  return sealed(JSON.stringify([...applied]));
}

/** Nothing of what is missing or damaged: then a change may be done twice, but none is left out. */
export function readApplied(value: string | undefined): Applied {
  const text = unsealed(value);
  return (text === undefined ? undefined : appliedFrom(parsed(text))) ?? new Map();
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
