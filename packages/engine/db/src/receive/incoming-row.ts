import type { JsonObject } from '@statehouse/kernel';

/** A relation that the data nests under its target: `comments` inside a post are rows of `table` with `via` = the post. */
export interface NestedRelation {
  readonly table: string;
  readonly via: string;
}

/** One entity of the data: the fields that were given, references as ids. */
export interface IncomingRow {
  readonly table: string;
  readonly id: string;
  readonly fields: Record<string, unknown>;
  /** Given for ordered tables only; absent: the end, or where it is. */
  parent?: string | null;
  position?: string;
}

/** Every entity of the data once: by table and id, each in the order of its first appearance. */
export type Incoming = ReadonlyMap<string, ReadonlyMap<string, IncomingRow>>;

/** A member of an object that stands for a row. */
export interface Nesting {
  readonly row: IncomingRow;
  readonly data: JsonObject;
  readonly member: string;
}
