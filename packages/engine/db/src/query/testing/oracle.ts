import type { Row } from '@statehouse/ot';
import type { Condition, FieldTest } from '../expression/condition.ts';
import type { Aggregate, JoinNode, OrderKey, QueryNode } from '../expression/query-node.ts';

/** The rows of each table, as plain lists. */
export type PlainTables = Readonly<Record<string, readonly Row[]>>;

type Plain = Readonly<Record<string, unknown>>;

/** What a query answers, by its definition and nothing else: it shares no code with what it judges. */
export function oracle(tables: PlainTables, node: QueryNode): unknown {
  return answer(tables, node, tables[node.table] ?? [], 'id');
}

function answer(
  tables: PlainTables,
  node: QueryNode,
  among: readonly Row[],
  ownOrder: 'id' | 'position' | 'list',
) {
  const rows = among.filter((row) => holds(tables, node.where, row));
  const { output } = node;
  if (output.kind === 'total') return total(rows, output.aggregate);
  if (output.kind === 'totals') return totals(rows, output.aggregates);
  if (output.kind === 'groups') {
    const byKey = new Map<string, Row[]>();
    for (const row of rows) {
      const key = JSON.stringify(output.by.map((field) => row[field]));
      byKey.set(key, [...(byKey.get(key) ?? []), row]);
    }
    const groups: Plain[] = [...byKey.values()].map((members) => ({
      ...Object.fromEntries(output.by.map((field) => [field, members[0]?.[field]])),
      ...totals(members, output.aggregates),
    }));
    return cut(sorted(groups, [...node.order, ...output.by.map(ascending)]), node);
  }
  const isFree = node.order.length === 0;
  const order = isFree && ownOrder === 'position' ? [ascending('position')] : node.order;
  const inOrder = isFree && ownOrder === 'list' ? rows : sorted(rows, [...order, ascending('id')]);
  const shown = cut(inOrder, node).map((row) => joined(tables, node, row));
  return output.kind === 'first' ? (shown[0] ?? null) : shown;
}

function joined(tables: PlainTables, node: QueryNode, row: Row): unknown {
  const copy: Record<string, unknown> = { ...row };
  for (const join of node.joins) copy[join.name] = joinOf(tables, join, row);
  return copy;
}

function joinOf(tables: PlainTables, { relation, query }: JoinNode, row: Row): unknown {
  const all = tables[query.table] ?? [];
  const { direction, field, many } = relation;
  if (direction === 'from') {
    const ownOrder = field === 'parent' ? 'position' : 'id';
    return answer(
      tables,
      query,
      all.filter((one) => refersTo(one, field, row.id)),
      ownOrder,
    );
  }
  if (!many) {
    const [found] = all.filter((one) => one.id === row[field] && holds(tables, query.where, one));
    return found === undefined ? null : joined(tables, query, found);
  }
  const ids = row[field];
  const listed = Array.isArray(ids) ? ids.flatMap((id) => all.filter((one) => one.id === id)) : [];
  return answer(tables, query, listed, 'list');
}

function refersTo(row: Row, field: string, id: unknown): boolean {
  const value: unknown = row[field];
  return Array.isArray(value) ? value.includes(id) : value === id;
}

function holds(tables: PlainTables, condition: Condition, row: Row): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((one) => holds(tables, one, row));
    case 'or':
      return condition.conditions.some((one) => holds(tables, one, row));
    case 'not':
      return !holds(tables, condition.condition, row);
    case 'related': {
      const { direction, field } = condition.relation;
      const others = tables[condition.table] ?? [];
      return others.some(
        (one) =>
          (direction === 'from' ? refersTo(one, field, row.id) : refersTo(row, field, one.id)) &&
          holds(tables, condition.where, one),
      );
    }
    case 'field':
      return passes(condition, row[condition.field]);
  }
}

function passes(test: FieldTest, value: unknown): boolean {
  switch (test.operator) {
    case '=':
      return value === test.operand;
    case '!=':
      return value !== test.operand;
    case 'in':
      return test.operand.some((one) => one === value);
    case 'between':
      return value !== null && order(value, test.operand[0]) >= 0 && order(value, test.operand[1]) <= 0;
    case 'startsWith':
      return typeof value === 'string' && value.slice(0, test.operand.length) === test.operand;
    case 'has':
      return Array.isArray(value) && value.indexOf(test.operand) >= 0;
    case 'matches': {
      const words = String(value)
        .toLowerCase()
        .split(/[^a-z0-9]+/);
      const asked = test.operand
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .filter((word) => word !== '');
      return asked.every((prefix) => words.some((word) => word.indexOf(prefix) === 0));
    }
    default: {
      if (value === null) return false;
      const by = order(value, test.operand);
      if (test.operator === '<') return by < 0;
      if (test.operator === '<=') return by <= 0;
      return test.operator === '>' ? by > 0 : by >= 0;
    }
  }
}

const KINDS = ['null', 'false', 'true', 'number', 'string'];

function kindOf(value: unknown): number {
  return KINDS.indexOf(value === null || typeof value === 'boolean' ? String(value) : typeof value);
}

function order(a: unknown, b: unknown): number {
  if (kindOf(a) !== kindOf(b)) return kindOf(a) - kindOf(b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  return 0;
}

function ascending(field: string): OrderKey {
  return { field, descending: false };
}

function sorted<Item extends Plain>(items: readonly Item[], keys: readonly OrderKey[]): Item[] {
  return [...items].sort((a, b) => {
    for (const { field, descending } of keys) {
      const by = order(a[field], b[field]);
      if (by !== 0) return descending ? -by : by;
    }
    return 0;
  });
}

function cut<Item>(items: readonly Item[], { offset, limit }: QueryNode): readonly Item[] {
  return items.slice(offset, limit === null ? items.length : offset + limit);
}

function totals(rows: readonly Row[], aggregates: Readonly<Record<string, Aggregate>>): Plain {
  return Object.fromEntries(Object.entries(aggregates).map(([name, one]) => [name, total(rows, one)]));
}

/** Sums are exact here because the numbers of the tests are: multiples of a quarter, and small. */
function total(rows: readonly Row[], aggregate: Aggregate): unknown {
  if (aggregate.kind === 'count') return rows.length;
  const values: unknown[] = rows.map((row) => row[aggregate.field]).filter((value) => value !== null);
  const numbers = values.filter((value) => typeof value === 'number');
  const sum = numbers.reduce((all, one) => all + one, 0);
  if (aggregate.kind === 'sum') return sum;
  if (values.length === 0) return null;
  if (aggregate.kind === 'average') return sum / numbers.length;
  const inOrder = values.sort(order);
  return aggregate.kind === 'min' ? inOrder[0] : inOrder[inOrder.length - 1];
}
