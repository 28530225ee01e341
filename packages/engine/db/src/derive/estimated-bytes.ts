import { isArray } from '@statehouse/kernel';
import type { Outcome } from './outcome.ts';

/** About what each takes on the engines of today. */
const POINTER = 8;
const OBJECT = 24;
const STRING = 16;
const ERROR = 500;

/** What an outcome takes, about. What `isGiven` by the snapshot is there anyway, and counts as a pointer. */
export function estimatedBytes(outcome: Outcome, isGiven: (object: object) => boolean): number {
  if (outcome.kind === 'error') return ERROR;
  const seen = new Set<object>();
  let bytes = 0;
  const left: unknown[] = [outcome.value];
  while (left.length > 0) {
    const value = left.pop();
    bytes += POINTER;
    if (typeof value === 'string') bytes += STRING + value.length;
    if (typeof value !== 'object' || value === null || isGiven(value) || seen.has(value)) continue;
    seen.add(value);
    bytes += OBJECT;
    // Property by property: a spread of a long list would not fit on the stack.
    for (const part of isArray(value) ? value : Object.values(value)) left.push(part);
  }
  return bytes;
}
