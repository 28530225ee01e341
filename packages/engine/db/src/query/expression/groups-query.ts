import { dbError } from '../../errors.ts';
import type { Schema } from '../../schema.ts';
import { parseCount } from './parse-window.ts';
import type { Query } from './query.ts';
import type { QueryNode } from './query-node.ts';

/** A query that answers with groups, ordered by their fields unless told otherwise. Immutable. */
export class GroupsQuery<S extends Schema, Group> implements Query<S, readonly Group[]> {
  readonly schema: S;
  readonly node: QueryNode;
  declare readonly '~result'?: readonly Group[];

  constructor(schema: S, node: QueryNode) {
    this.schema = schema;
    this.node = node;
  }

  /** Orders by one more field or aggregate. Whatever remains equal is ordered by the group's fields. */
  orderBy(
    field: Extract<keyof Group, string>,
    direction: 'ascending' | 'descending' = 'ascending',
  ): GroupsQuery<S, Group> {
    const { schema, node } = this;
    const { output, table } = node;
    const isKnown =
      output.kind === 'groups' && (output.by.includes(field) || Object.hasOwn(output.aggregates, field));
    if (!isKnown) throw dbError('invalid-query', { table, at: field, problem: 'the groups do not have it' });
    const order = [...node.order, { field, descending: direction === 'descending' }];
    return new GroupsQuery(schema, { ...node, order });
  }

  /** At most so many groups. */
  limit(count: number): GroupsQuery<S, Group> {
    return new GroupsQuery(this.schema, { ...this.node, limit: parseCount(this.node.table, 'limit', count) });
  }

  /** Without the first so many groups. */
  offset(count: number): GroupsQuery<S, Group> {
    return new GroupsQuery(this.schema, {
      ...this.node,
      offset: parseCount(this.node.table, 'offset', count),
    });
  }
}
