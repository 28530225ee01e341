import type { Json } from '@statehouse/kernel';

/** Why a part of an operation did not take effect. */
export const ConflictKind = {
  /** A modify or move of an entity that is not there. */
  EntityMissing: 'entity-missing',
  /** A reference to an entity that is not there: the field was skipped, nulled, or the insertion skipped. */
  DanglingReference: 'dangling-reference',
  /** A move that would have closed a cycle. */
  Cycle: 'cycle',
  /** A deletion that a `restrict` reference forbids. */
  Restricted: 'restricted',
  /** A unique key that an earlier entry holds. */
  UniqueTaken: 'unique-taken',
  /** The text or the counter of a second insertion of an id: what was there stays. */
  InsertedTwice: 'inserted-twice',
  /** A delta for a text that has another incarnation. */
  TextReplaced: 'text-replaced',
  /** A delta that does not fit the text (only a forged incarnation can cause it). */
  TextOutOfRange: 'text-out-of-range',
  /** A JSON path that leads through something that is not an object. */
  PathBlocked: 'path-blocked',
  /** A counter that would leave the safe integers. */
  CounterRange: 'counter-range',
} as const;
export type ConflictKind = (typeof ConflictKind)[keyof typeof ConflictKind];

/** One part of an operation that was skipped, with what was lost, so that a person can get it back. */
export interface Conflict {
  readonly kind: ConflictKind;
  readonly table: string;
  readonly id: string;
  /** The field; absent when the whole edit was skipped. */
  readonly field?: string;
  /** What did not take effect: the change, the place, or the inserted fields, as JSON. */
  readonly lost: Json;
}
