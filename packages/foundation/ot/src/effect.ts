import type { Json } from '@statehouse/kernel';
import type { Place } from './operation.ts';
import type { TextDelta } from './text-delta.ts';

/** One place inside a JSON field: what was there, and what is. Absent means the key is. */
export interface JsonPatchEffect {
  readonly path: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
}

/** What happened to one field. */
export type FieldEffect =
  | { readonly kind: 'set'; readonly before: Json; readonly after: Json }
  | { readonly kind: 'patch'; readonly patches: readonly JsonPatchEffect[] }
  | { readonly kind: 'add'; readonly amount: number }
  /** `removed` holds the deleted units of `delta`, joined in order. */
  | {
      readonly kind: 'text';
      readonly incarnation: string;
      readonly delta: TextDelta;
      readonly removed: string;
    }
  | { readonly kind: 'members'; readonly included: readonly string[]; readonly excluded: readonly string[] };

/** A whole row as plain JSON, the form that effects and snapshots carry: texts are `{ incarnation, text }`. */
export interface PlainRow {
  readonly fields: Readonly<Record<string, Json>>;
  /** Present exactly in ordered and tree tables. */
  readonly place?: Place;
}

/** What really happened to one entity. */
export type EntityEffect =
  | { readonly kind: 'insert'; readonly table: string; readonly id: string; readonly row: PlainRow }
  | { readonly kind: 'delete'; readonly table: string; readonly id: string; readonly row: PlainRow }
  | {
      readonly kind: 'modify';
      readonly table: string;
      readonly id: string;
      readonly fields: Readonly<Record<string, FieldEffect>>;
      readonly place?: { readonly before: Place; readonly after: Place };
    };

/**
 * What an operation really changed, after transformation, cascades and skip rules: at most one item an entity, in
 * the order in which the entities were first touched. Applying an effect needs no schema knowledge beyond field
 * kinds, no policy and no history.
 */
export type Effect = readonly EntityEffect[];
