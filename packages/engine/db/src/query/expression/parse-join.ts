import { dbError } from '../../errors.ts';
import type { Schema } from '../../schema.ts';
import { tableIn } from './queried-field.ts';
import type { JoinNode, Output, QueryNode } from './query-node.ts';

const RESERVED = ['id', 'parent', 'position', '__proto__'];

/**
 * A query with one more join.
 * @throws StatehouseError `db/invalid-query` for a name that is taken, or if what one reference points at is ordered,
 * cut or summed up
 */
export function parseJoin(schema: Schema, node: QueryNode, join: JoinNode): QueryNode {
  const { table } = node;
  const { name, relation, query } = join;
  if (RESERVED.includes(name) || Object.hasOwn(tableIn(schema, table).fields, name) || hasJoin(node, name)) {
    throw dbError('invalid-query', { table, at: name, problem: 'the name is taken' });
  }
  const isPlain =
    query.output.kind === 'rows' && query.order.length === 0 && query.offset === 0 && query.limit === null;
  if (relation.direction === 'to' && !relation.many && !isPlain) {
    const problem = 'one reference takes conditions and joins only';
    throw dbError('invalid-query', { table, at: name, problem });
  }
  return { ...node, joins: [...node.joins, join] };
}

/**
 * A query of rows with what is made of them.
 * @throws StatehouseError `db/invalid-query` if the rows are ordered, cut or joined, or a name is taken
 */
export function parseSummary(node: QueryNode, output: Output): QueryNode {
  const { table } = node;
  if (node.order.length > 0 || node.offset > 0 || node.limit !== null || node.joins.length > 0) {
    const problem = 'aggregates take no order, limit, offset or joins';
    throw dbError('invalid-query', { table, at: output.kind, problem });
  }
  const by = output.kind === 'groups' ? output.by : [];
  const names = 'aggregates' in output ? [...by, ...Object.keys(output.aggregates)] : by;
  if (new Set(names).size < names.length || names.includes('__proto__')) {
    throw dbError('invalid-query', { table, at: names.join(', '), problem: 'a name is taken' });
  }
  return { ...node, output };
}

function hasJoin(node: QueryNode, name: string): boolean {
  return node.joins.some((join) => join.name === name);
}
