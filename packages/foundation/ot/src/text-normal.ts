import { isWellFormedText } from '@statehouse/kernel';
import type { TextDelta } from './text-delta.ts';

/** No delta from outside reaches further into a text than this many units; no engine holds a longer string. */
export const LONGEST_TEXT = 2 ** 30;

/**
 * Narrows a list to a delta in normal form: see {@link TextDelta}. Inserted strings must be free of lone surrogates,
 * and keeps and deletions together must not reach past {@link LONGEST_TEXT}.
 */
export function isNormalDelta(delta: readonly unknown[]): delta is TextDelta {
  const last = delta.at(-1);
  if (last === undefined || (typeof last === 'number' && last > 0)) return false;
  let reach = 0;
  let previous: PartKind | undefined;
  for (const part of delta) {
    const kind = kindOf(part);
    if (kind === undefined || kind === previous || (kind === 'insert' && previous === 'delete')) return false;
    if (typeof part === 'number') reach += Math.abs(part);
    previous = kind;
  }
  return reach <= LONGEST_TEXT;
}

type PartKind = 'keep' | 'insert' | 'delete';

function kindOf(part: unknown): PartKind | undefined {
  if (typeof part === 'string') return part !== '' && isWellFormedText(part) ? 'insert' : undefined;
  if (typeof part !== 'number' || !Number.isInteger(part) || part === 0) return undefined;
  return part > 0 ? 'keep' : 'delete';
}
