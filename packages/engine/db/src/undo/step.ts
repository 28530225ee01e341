import type { Effect } from '@statehouse/ot';
import type { TextMark } from './text-chain.ts';

/** One operation of a step: what it did, and when, in the count of events. */
export interface Deed {
  readonly effect: Effect;
  readonly tick: number;
}

/** What undo takes back at once. */
export interface Step {
  readonly deeds: Deed[];
  /** The step's text edits by text, in the order in which they were made. */
  readonly texts: Map<string, TextMark[]>;
  readonly group: string | undefined;
  /** Set while the step may grow by typing on: which text, where the typing ended, and when. */
  typing: { readonly key: string; readonly end: number; readonly atMs: number } | undefined;
}

/** Why a part of a step was not taken back. */
export type SkipReason =
  /** The value, place or text is no longer as the step left it. */
  | 'changed-by-others'
  /** The entity is gone. */
  | 'deleted-by-others'
  /** Others have changed an entity that the step made, or something refers to it that was there before or is theirs. */
  | 'in-use-by-others'
  /** The document's rules forbid it by now: a target is gone, a unique key taken. */
  | 'conflict';

export interface Skipped {
  readonly table: string;
  readonly id: string;
  /** Absent: the whole entity. `position`: its place; `parent`: the same, where a rule of the document forbids it. */
  readonly field?: string;
  readonly reason: SkipReason;
}

/** What came of an undo or redo. */
export interface UndoResult {
  /** `nothing`: there was no step, or nothing of it could be taken back. */
  readonly kind: 'undone' | 'partly' | 'nothing';
  readonly skipped: readonly Skipped[];
}

/** Names a text in one incarnation. */
export function textKey(table: string, id: string, field: string, incarnation: string): string {
  return `${entityKey(table, id)}\u0000${field}\u0000${incarnation}`;
}

/** Names an entity. */
export function entityKey(table: string, id: string): string {
  return `${table}\u0000${id}`;
}
