import type { Json } from '@statehouse/kernel';
import type { TextDelta } from './text-delta.ts';

/** Where an entity of an ordered or tree table stands: one register, so that concurrent moves never mix. */
export interface Place {
  /** The parent's id in the same table; null at the top level (always null in a merely ordered table). */
  readonly parent: string | null;
  /** Position key: siblings are ordered by (position, id). */
  readonly position: string;
}

/** A text as undo puts it back: with the incarnation it had. */
export interface RestoredText {
  readonly incarnation: string;
  readonly text: string;
}

/** One place inside a JSON field, addressed by object keys only. `value` absent: the key is removed. */
export interface JsonPatch {
  readonly path: readonly string[];
  readonly value?: Json;
}

/** How one field changes. `set` is ill-formed on a text, a counter, a set and on the place. */
export type Change =
  | { readonly kind: 'set'; readonly value: Json }
  | { readonly kind: 'patch'; readonly patches: readonly JsonPatch[] }
  | { readonly kind: 'add'; readonly amount: number }
  | { readonly kind: 'text'; readonly incarnation: string; readonly delta: TextDelta }
  | { readonly kind: 'members'; readonly include: readonly string[]; readonly exclude: readonly string[] };

export interface InsertEdit {
  readonly kind: 'insert';
  readonly table: string;
  readonly id: string;
  /** Absent fields take the default of their kind. A text is a string, or `{ incarnation, text }` when undo restores it. */
  readonly fields: Readonly<Record<string, Json>>;
  /** Present exactly in ordered and tree tables. */
  readonly place?: Place;
}
export interface DeleteEdit {
  readonly kind: 'delete';
  readonly table: string;
  readonly id: string;
}
export interface ModifyEdit {
  readonly kind: 'modify';
  readonly table: string;
  readonly id: string;
  readonly changes: Readonly<Record<string, Change>>;
}
export interface MoveEdit {
  readonly kind: 'move';
  readonly table: string;
  readonly id: string;
  readonly place: Place;
}
export type Edit = InsertEdit | DeleteEdit | ModifyEdit | MoveEdit;

/**
 * An atomic list of edits: the unit that is sent, ordered and undone. It is plain JSON, and has the same form in
 * memory, on the wire and in the log.
 */
export interface Operation {
  readonly edits: readonly Edit[];
  /** A named, typed transaction; a named operation is never composed. */
  readonly name?: string;
  /** Operations that were split at the size limits share a group and are undone as one. */
  readonly group?: string;
  /**
   * The confirmed version that its author had before him when he made it, if that is below the base with which it is
   * sent: after an offline time the base says only what his client has caught up with. It changes nothing of what the
   * operation does; those whose work it takes away are told by it whether their work had been seen.
   */
  readonly seen?: number;
}

/** Who made an operation, and its place in that client's line. Ties and incarnations are made of it. */
export interface Origin {
  readonly client: string;
  /** 1, 2, 3, … without gaps, per client and document. */
  readonly sequence: number;
}

/** The incarnation of a text that an operation creates. */
export function incarnationOf(origin: Origin): string {
  return `${origin.client}:${origin.sequence}`;
}
