import type { PersistentText } from '@statehouse/collections';
import type { Json } from '@statehouse/kernel';

/** A collaborative text inside an entity, with the operation that created it. Immutable. */
export class TextValue {
  /** The creating operation, `client:sequence`. A delta for another incarnation is a conflict. */
  readonly incarnation: string;
  readonly content: PersistentText;

  constructor(incarnation: string, content: PersistentText) {
    this.incarnation = incarnation;
    this.content = content;
  }

  get length(): number {
    return this.content.length;
  }

  toString(): string {
    return this.content.toString();
  }
}

/** What a field holds: JSON (sets as sorted lists of distinct strings, counters as integers), or a text. */
export type FieldValue = Json | TextValue;

/**
 * An entity's fields. Every field of the schema is present. An entity of an ordered or tree table also has
 * `parent` and `position`. Rows are immutable and never changed in place.
 */
export interface Row {
  readonly [field: string]: FieldValue;
}
