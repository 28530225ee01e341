import type { Schema } from '../../schema.ts';
import type { Condition, RelatedTest, Relation } from '../expression/condition.ts';
import type { OrderKey, Output, QueryNode } from '../expression/query-node.ts';
import type { AccessPath } from './access-path.ts';
import { type AccessQuestion, chooseAccess } from './choose-access.ts';
import { type Constraints, constraintsOf, LINK, type Link } from './constraints.ts';
import type { QuerySource } from './query-source.ts';
import { totalOrder } from './row-order.ts';

/** Which rows of a table, and how they are found. */
export interface SelectionPlan {
  readonly table: string;
  readonly where: Condition;
  /** How the rows are found that tests in the condition ask for. */
  readonly related: ReadonlyMap<RelatedTest, SelectionPlan>;
  readonly constraints: Constraints;
  readonly access: AccessPath;
  /** How the rows hang on one above them, if they do. */
  readonly link: Link | undefined;
}

/** What stands in each row of a level. */
export interface JoinPlan {
  readonly name: string;
  readonly relation: Relation;
  readonly level: LevelPlan;
}

/** One level of a query: the whole, or what is joined to each row of the level above. */
export interface LevelPlan {
  readonly selection: SelectionPlan;
  /** Total, so that no two rows (or groups) are equal; undefined: the order of a list of references. */
  readonly order: readonly OrderKey[] | undefined;
  readonly offset: number;
  /** Null: all of them. */
  readonly limit: number | null;
  readonly joins: readonly JoinPlan[];
  readonly output: Output;
}

interface Planning {
  readonly schema: Schema;
  readonly source: QuerySource;
}

/** Plans a query for a source: the indexes that it has, and how many rows they would give now. */
export function planQuery(schema: Schema, node: QueryNode, source: QuerySource): LevelPlan {
  return planLevel({ schema, source }, node, undefined);
}

function planLevel(
  planning: Planning,
  node: QueryNode,
  above: { readonly table: string; readonly relation: Relation } | undefined,
): LevelPlan {
  const { table, output, offset, limit, joins } = node;
  const order = orderOf(node, above?.relation);
  const isRows = output.kind === 'rows' || output.kind === 'first';
  const wanted = isRows && limit !== null ? offset + limit : undefined;
  const rowOrder = isRows && order !== undefined ? order : totalOrder([], ['id']);
  return {
    selection: planSelection(planning, { table, where: node.where, order: rowOrder, wanted, above }),
    order,
    offset,
    limit,
    joins: joins.map(({ name, relation, query }) => ({
      name,
      relation,
      level: planLevel(planning, query, { table, relation }),
    })),
    output,
  };
}

/** Children stand in their own order, and what a list of references names in the list's, unless told otherwise. */
function orderOf(
  { order, output }: QueryNode,
  relation: Relation | undefined,
): readonly OrderKey[] | undefined {
  if (output.kind === 'groups') return totalOrder(order, output.by);
  const isPlain = order.length === 0 && relation !== undefined;
  if (isPlain && relation.direction === 'to' && relation.many) return undefined;
  if (isPlain && relation.direction === 'from' && relation.field === 'parent')
    return totalOrder([{ field: 'position', descending: false }], ['id']);
  return totalOrder(order, ['id']);
}

function planSelection(
  planning: Planning,
  asked: {
    readonly table: string;
    readonly where: Condition;
    readonly order: readonly OrderKey[];
    readonly wanted: number | undefined;
    readonly above: { readonly table: string; readonly relation: Relation } | undefined;
  },
): SelectionPlan {
  const { schema, source } = planning;
  const { table, order, wanted, above } = asked;
  const relation = above?.relation;
  // What a row refers to is looked up by id; only what refers to it hangs on it by a field of its own.
  const link = relation?.direction === 'from' ? { field: relation.field, many: relation.many } : undefined;
  const constraints = constraintsOf(asked.where, link);
  const question: AccessQuestion = {
    schema,
    source,
    table,
    constraints,
    order,
    wanted,
    links: link === undefined || above === undefined ? 1 : Math.max(1, source.size(above.table)),
  };
  const access: AccessPath =
    relation?.direction === 'to' ? { kind: 'ids', ids: [LINK] } : chooseAccess(question);
  const related = new Map(relatedIn(asked.where).map((test) => [test, planRelated(planning, table, test)]));
  return { table, where: asked.where, related, constraints, access, link };
}

function planRelated(planning: Planning, table: string, test: RelatedTest): SelectionPlan {
  const { relation, table: other, where } = test;
  const order = totalOrder([], ['id']);
  return planSelection(planning, { table: other, where, order, wanted: 1, above: { table, relation } });
}

/** The tests of related rows in a condition, but not those inside of such. */
function relatedIn(condition: Condition): readonly RelatedTest[] {
  switch (condition.kind) {
    case 'field':
      return [];
    case 'related':
      return [condition];
    case 'not':
      return relatedIn(condition.condition);
    default:
      return condition.conditions.flatMap(relatedIn);
  }
}
