import type { Json } from '@statehouse/kernel';
import type { Row } from './row.ts';

/** The kinds of fields that the algebra tells apart. */
export type FieldKind = 'value' | 'json' | 'ref' | 'refs' | 'counter' | 'set' | 'text';

/** What deletion of the target does to a reference. */
export type DeletionRule = 'cascade' | 'nullify' | 'restrict';

export interface ReferenceField {
  readonly field: string;
  /** The table that the reference points into. */
  readonly target: string;
  readonly onDelete: DeletionRule;
  /** False: an insertion whose target is missing is skipped; true: the field becomes null. Lists drop the member. */
  readonly nullable: boolean;
  /** True for `refs`. */
  readonly many: boolean;
}

/** A unique index over one or several fields. A key with a null part claims nothing. */
export interface UniqueIndex {
  readonly name: string;
  readonly fields: readonly string[];
}

/** What the algebra must know of a table. Constant for a schema version. */
export interface TableShape {
  readonly name: string;
  readonly fieldKinds: Readonly<Record<string, FieldKind>>;
  /** What a field holds that an insertion leaves out, by field. Texts default to the empty text and are not listed. */
  readonly defaults: Readonly<Record<string, Json>>;
  readonly references: readonly ReferenceField[];
  readonly uniques: readonly UniqueIndex[];
  /** `none`: no place. `list`: position only. `tree`: parent and position; the rule is for deletion of the parent. */
  readonly order: 'none' | 'list' | 'tree';
  readonly parentRule: DeletionRule;
}

/** An entity that refers to another, by which field. The tree's parent counts as the field `parent`. */
export interface Referrer {
  readonly table: string;
  readonly id: string;
  readonly field: string;
}

/** A row that changes; `row` undefined deletes it. */
export interface RowWrite {
  readonly table: string;
  readonly id: string;
  readonly row: Row | undefined;
}

/** What a partial replica answers about an entity that it does not hold. */
export const NOT_HELD: unique symbol = Symbol('statehouse.not-held');

/**
 * The port through which the algebra reads and writes a document. It is an immutable value: `with` returns another.
 * The database's snapshot implements it; indexes behind `referrers` and `holder` are always in step with the rows.
 */
export interface DocumentState {
  /** Undefined: there is no such table. */
  shape(table: string): TableShape | undefined;
  /** Undefined: absent. */
  get(table: string, id: string): Row | undefined | typeof NOT_HELD;
  /** Every entity whose reference (or tree parent) points at this one, ordered by table, field and id. */
  referrers(table: string, id: string): Iterable<Referrer>;
  /** Who holds a unique key. `key` is from {@link uniqueKey}. */
  holder(table: string, index: string, key: string): string | undefined;
  /** All writes at once; at most one for each entity. References may be in any order. */
  with(writes: readonly RowWrite[]): this;
}
