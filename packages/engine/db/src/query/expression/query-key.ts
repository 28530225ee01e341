import { compareKeyParts } from '@statehouse/collections';
import { canonicalize, type Json } from '@statehouse/kernel';
import type { Schema } from '../../schema.ts';
import type { Condition } from './condition.ts';
import type { Query } from './query.ts';
import type { QueryNode } from './query-node.ts';

/**
 * A text that is the same for queries that ask the same: what stands in `and`, `or` and `in` may stand in any order.
 * It does not name the schema.
 */
export function queryKey(query: Query<Schema, unknown>): string {
  return canonicalize(describeNode(query.node));
}

function describeNode(node: QueryNode): Json {
  return {
    ...node,
    where: describeCondition(node.where),
    joins: node.joins.map((join) => ({ ...join, query: describeNode(join.query) })),
  };
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
