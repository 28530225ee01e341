import type { Schema } from '../../schema.ts';
import type { QueryNode } from './query-node.ts';

/** A query of a schema, and what it answers. Immutable; the node is plain data, checked against the schema. */
export interface Query<S extends Schema, Result> {
  readonly schema: S;
  readonly node: QueryNode;
  /** Never there at run time: it only carries the type. */
  readonly '~result'?: Result;
}
