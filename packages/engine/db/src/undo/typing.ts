import type { Effect, Operation, TextDelta } from '@statehouse/ot';
import { textKey } from './step.ts';

/** A lone insertion into one text. */
export interface Typing {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly delta: TextDelta;
}

/** What was typed, if an operation without name and group did nothing but insert at one place of one text. */
export function typingOf(operation: Operation, effect: Effect): Typing | undefined {
  const [only] = effect;
  if (operation.name !== undefined || operation.group !== undefined || effect.length !== 1) return undefined;
  if (only?.kind !== 'modify' || only.place !== undefined) return undefined;
  const [entry, ...others] = Object.entries(only.fields);
  if (entry === undefined || others.length > 0) return undefined;
  const [field, change] = entry;
  if (change.kind !== 'text') return undefined;
  const { delta, incarnation } = change;
  const [head, tail] = delta;
  const start = typeof head === 'number' ? head : 0;
  const inserted = delta.length === 1 ? head : tail;
  if (delta.length > 2 || start < 0 || typeof inserted !== 'string') return undefined;
  return {
    key: textKey(only.table, only.id, field, incarnation),
    start,
    end: start + inserted.length,
    delta,
  };
}
