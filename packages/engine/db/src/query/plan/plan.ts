import type { Schema } from '../../schema.ts';
import type { Condition, RelatedTest, Relation } from '../expression/condition.ts';
import { fieldIn, tableIn } from '../expression/queried-field.ts';
import type { OrderKey, Output, QueryNode } from '../expression/query-node.ts';
import type { AccessPath } from './access-path.ts';
import { type AccessQuestion, chooseAccess } from './choose-access.ts';
import { type Constraints, constraintsOf, type Link } from './constraints.ts';
import type { QuerySource } from './query-source.ts';
import { totalOrder } from './row-order.ts';

/** A condition with the plans of what it asks of related rows. */
export type PlannedCondition =
  | Exclude<Condition, RelatedTest | { readonly kind: 'and' | 'or' | 'not' }>
  | { readonly kind: 'related'; readonly relation: Relation; readonly selection: SelectionPlan }
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly PlannedCondition[] }
  | { readonly kind: 'not'; readonly condition: PlannedCondition };

/** Which rows of a table, and how they are found. */
export interface SelectionPlan {
  readonly table: string;
  readonly where: PlannedCondition;
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
    source,
    table,
    constraints,
    order,
    references: referencesOf(schema, table),
    wanted,
    links: link === undefined || above === undefined ? 1 : Math.max(1, source.size(above.table)),
  };
  const access: AccessPath =
    relation?.direction === 'to' ? { kind: 'ids', ids: ['link'] } : chooseAccess(question);
  return { table, where: planCondition(planning, table, asked.where), constraints, access, link };
}

function planCondition(planning: Planning, table: string, condition: Condition): PlannedCondition {
  switch (condition.kind) {
    case 'field':
      return condition;
    case 'not':
      return { kind: 'not', condition: planCondition(planning, table, condition.condition) };
    case 'related': {
      const { relation, table: other, where } = condition;
      const order = totalOrder([], ['id']);
      const above = { table, relation };
      const selection = planSelection(planning, { table: other, where, order, wanted: 1, above });
      return { kind: 'related', relation, selection };
    }
    default: {
      const conditions = condition.conditions.map((one) => planCondition(planning, table, one));
      return { kind: condition.kind, conditions };
    }
  }
}

function referencesOf(
  schema: Schema,
  table: string,
): ReadonlyMap<string, { readonly target: string; readonly many: boolean }> {
  const declared = tableIn(schema, table);
  const fields = Object.keys(declared.fields);
  if (declared.order === 'tree') fields.push('parent');
  const references = new Map<string, { readonly target: string; readonly many: boolean }>();
  for (const field of fields) {
    const { type, reference } = fieldIn(schema, table, field);
    if (reference !== undefined) references.set(field, { target: reference.target, many: type === 'refs' });
  }
  return references;
}

/** The tables whose rows the answer depends on. */
export function tablesOf({ selection, joins }: LevelPlan): ReadonlySet<string> {
  const tables = new Set<string>();
  addSelection(selection, tables);
  for (const { level } of joins) for (const table of tablesOf(level)) tables.add(table);
  return tables;
}

function addSelection({ table, where }: SelectionPlan, tables: Set<string>): void {
  tables.add(table);
  addCondition(where, tables);
}

function addCondition(condition: PlannedCondition, tables: Set<string>): void {
  if (condition.kind === 'related') addSelection(condition.selection, tables);
  else if (condition.kind === 'not') addCondition(condition.condition, tables);
  else if (condition.kind !== 'field') for (const one of condition.conditions) addCondition(one, tables);
}
