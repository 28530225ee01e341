import { compareKeyParts } from '@statehouse/collections';
import { canonicalize, type Json } from '@statehouse/kernel';
import type { Schema } from '../../schema.ts';
import type { Condition } from './condition.ts';
import type { Query } from './query.ts';
import type { Aggregates, QueryNode } from './query-node.ts';

/**
 * A text that is the same for queries that ask the same: what stands in `and`, `or` and `in` may stand in any order.
 * It does not name the schema.
 */
export function queryKey(query: Query<Schema, unknown>): string {
  return canonicalize(describeNode(query.node));
}

function describeNode(node: QueryNode): Json {
  const { output } = node;
  const described: Record<string, Json> = { table: node.table, output: output.kind };
  const where = describeCondition(node.where);
  if (where !== null) described.where = where;
  if (node.order.length > 0)
    described.order = node.order.map(({ field, descending }) => [field, descending ? 'desc' : 'asc']);
  if (node.offset > 0) described.offset = node.offset;
  if (node.limit !== null) described.limit = node.limit;
  if (node.joins.length > 0) {
    described.joins = node.joins.map(({ name, relation, query }) => [
      name,
      { ...relation },
      describeNode(query),
    ]);
  }
  if (output.kind === 'total') described.aggregate = { ...output.aggregate };
  if (output.kind === 'totals' || output.kind === 'groups')
    described.aggregates = describeAggregates(output.aggregates);
  if (output.kind === 'groups') described.by = output.by;
  return described;
}

function describeAggregates(aggregates: Aggregates): Json {
  return Object.entries(aggregates).map(([name, aggregate]) => [name, { ...aggregate }]);
}

/** Null: every row fulfils it. */
function describeCondition(condition: Condition): Json {
  switch (condition.kind) {
    case 'field': {
      const { field, operator, operand } = condition;
      if (operator !== 'in') return [field, operator, operand];
      return [field, operator, [...new Set(operand)].sort(compareKeyParts)];
    }
    case 'related':
      return ['related', { ...condition.relation }, condition.table, describeCondition(condition.where)];
    case 'not':
      return ['not', describeCondition(condition.condition)];
    default: {
      const parts = [...new Set(condition.conditions.map((one) => canonicalize(describeCondition(one))))];
      if (condition.kind === 'and' && parts.length === 0) return null;
      const only = condition.conditions[0];
      if (parts.length === 1 && only !== undefined) return describeCondition(only);
      return [condition.kind, parts.sort()];
    }
  }
}
