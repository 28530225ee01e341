import type { KeyPart } from '@statehouse/collections';
import type { Condition, FieldTest, Relation } from '../expression/condition.ts';
import {
  type Aggregate,
  type JoinNode,
  type OrderKey,
  type Output,
  type QueryNode,
  wholeTable,
} from '../expression/query-node.ts';
import type { IndexDescriptor } from '../plan/query-source.ts';
import type { Choices } from './choices.ts';
import { IDS } from './random-state.ts';

/** The fields that can be compared, with values that they are compared with. */
const VALUES: Readonly<Record<string, Readonly<Record<string, readonly KeyPart[]>>>> = {
  people: {
    id: ['b', 'a'],
    name: ['ab', '', 'abc', 'zoo'],
    team: ['red', 'blue', null],
    age: [1, 0, 2, null],
    boss: ['a', 'b', null],
  },
  posts: {
    id: ['q', 'p'],
    author: ['a', 'b', 'c', null],
    status: ['open', 'draft', 'done'],
    score: [1, 0, 2, 0.25],
    at: [1, 0, null],
    pinned: [true, false],
    parent: ['p', 'q', null],
    position: ['k', 'm'],
  },
  comments: {
    id: ['2', '1'],
    post: ['p', 'q', 'r'],
    by: ['a', 'b', null],
    likes: [1, 2, 0],
    about: ['ab', 'b', ''],
  },
};

interface Link {
  readonly relation: Relation;
  readonly table: string;
}

const to = (field: string, table: string, many = false): Link => ({
  relation: { direction: 'to', field, many },
  table,
});
const by = (table: string, field: string, many = false): Link => ({
  relation: { direction: 'from', field, many },
  table,
});

const LINKS: Readonly<Record<string, readonly Link[]>> = {
  people: [
    by('posts', 'author'),
    to('boss', 'people'),
    by('people', 'boss'),
    by('comments', 'by'),
    by('posts', 'readers', true),
  ],
  posts: [
    to('author', 'people'),
    by('comments', 'post'),
    to('readers', 'people', true),
    to('parent', 'posts'),
    by('posts', 'parent'),
  ],
  comments: [to('post', 'posts'), to('by', 'people')],
};

function fieldsOf(table: string): readonly string[] {
  return Object.keys(VALUES[table] ?? {});
}

function randomTest(choices: Choices, table: string): FieldTest {
  if (table === 'posts' && choices.once(6)) {
    const kind = 'field';
    return choices.one<FieldTest>([
      { kind, field: 'readers', operator: 'has', operand: choices.one(IDS.people ?? []) },
      { kind, field: 'tags', operator: 'has', operand: 'x' },
      { kind, field: 'body', operator: 'matches', operand: choices.one(['a', 'ab C', 'zo']) },
      { kind, field: 'meta', operator: choices.one(['=', '!='] as const), operand: null },
    ]);
  }
  const field = choices.one(fieldsOf(table));
  const values = VALUES[table]?.[field] ?? [];
  const known = values.filter((value) => value !== null);
  const text = known.filter((value) => typeof value === 'string');
  switch (choices.below(text.length > 0 ? 6 : 5)) {
    case 1:
      return { kind: 'field', field, operator: 'in', operand: choices.some(values) };
    case 2:
      return { kind: 'field', field, operator: '!=', operand: choices.one(values) };
    case 3: {
      const operator = choices.one(['>', '<', '>=', '<='] as const);
      return { kind: 'field', field, operator, operand: choices.one(known) };
    }
    case 4:
      return { kind: 'field', field, operator: 'between', operand: [choices.one(known), choices.one(known)] };
    case 5:
      return {
        kind: 'field',
        field,
        operator: 'startsWith',
        operand: choices.one(text).slice(0, choices.below(2)),
      };
    default:
      return { kind: 'field', field, operator: '=', operand: choices.one(values) };
  }
}

function randomCondition(choices: Choices, table: string, depth: number): Condition {
  if (depth > 0 && choices.once(4)) {
    const conditions = choices.list(2, () => randomCondition(choices, table, depth - 1));
    return { kind: choices.one(['or', 'and'] as const), conditions };
  }
  if (depth > 0 && choices.once(6))
    return { kind: 'not', condition: randomCondition(choices, table, depth - 1) };
  if (depth > 0 && choices.once(4)) {
    const { relation, table: other } = choices.one(LINKS[table] ?? []);
    return { kind: 'related', relation, table: other, where: randomWhere(choices, other, depth - 1) };
  }
  return randomTest(choices, table);
}

function randomWhere(choices: Choices, table: string, depth: number): Condition {
  return { kind: 'and', conditions: choices.list(2, () => randomCondition(choices, table, depth)) };
}

function randomOrder(choices: Choices, fields: readonly string[]): OrderKey[] {
  return choices.list(2, () => ({ field: choices.one(fields), descending: choices.once(2) }));
}

function randomCut(choices: Choices): Pick<QueryNode, 'offset' | 'limit'> {
  return { offset: choices.one([0, 0, 1, 2]), limit: choices.one([null, 2, 3, 1, 4, 0]) };
}

function randomAggregate(choices: Choices, table: string): Aggregate {
  const number = choices.one({ people: ['age'], posts: ['score', 'at'], comments: ['likes'] }[table] ?? []);
  const kind = choices.one(['count', 'sum', 'max', 'min', 'average'] as const);
  if (kind === 'count') return { kind };
  const isEnd = kind === 'max' || kind === 'min';
  return { kind, field: isEnd && choices.once(2) ? choices.one(fieldsOf(table)) : number };
}

function randomOutput(choices: Choices, table: string): Output {
  const aggregates = () =>
    Object.fromEntries(choices.some(['one', 'two']).map((name) => [name, randomAggregate(choices, table)]));
  switch (choices.below(3)) {
    case 0:
      return { kind: 'total', aggregate: randomAggregate(choices, table) };
    case 1:
      return { kind: 'totals', aggregates: aggregates() };
    default: {
      const by = [
        ...new Set([choices.one(fieldsOf(table)), ...choices.list(1, () => choices.one(fieldsOf(table)))]),
      ];
      return { kind: 'groups', by, aggregates: aggregates() };
    }
  }
}

function randomJoin(choices: Choices, table: string, name: string, depth: number): JoinNode {
  const { relation, table: other } = choices.one(LINKS[table] ?? []);
  const isOne = relation.direction === 'to' && !relation.many;
  return { name, relation, query: randomQuery(choices, other, depth, isOne) };
}

/** A query of a table. `isOne`: of what one reference points at, where it can be neither ordered nor cut. */
function randomQuery(choices: Choices, table: string, depth: number, isOne: boolean): QueryNode {
  const where = randomWhere(choices, table, 2);
  const node: QueryNode = { ...wholeTable(table), where };
  if (!isOne && choices.once(4)) {
    const output = randomOutput(choices, table);
    if (output.kind !== 'groups') return { ...node, output };
    const columns = [...output.by, ...Object.keys(output.aggregates)];
    return { ...node, output, order: randomOrder(choices, columns), ...randomCut(choices) };
  }
  const names = depth === 0 ? [] : choices.some(['first', 'second']);
  const joins = names.map((name) => randomJoin(choices, table, name, depth - 1));
  if (isOne) return { ...node, joins };
  const rows: QueryNode = {
    ...node,
    joins,
    order: randomOrder(choices, fieldsOf(table)),
    ...randomCut(choices),
  };
  return choices.once(8) ? { ...rows, limit: 1, output: { kind: 'first' } } : rows;
}

/** The first rows of some stretches, as an index can have them. */
function randomWindow(choices: Choices, table: string): QueryNode {
  const fields = fieldsOf(table).filter((field) => field !== 'id');
  const fixed = choices.list(2, () => choices.one(fields));
  const conditions = [...new Set(fixed)].map((field): FieldTest => {
    const values = VALUES[table]?.[field] ?? [];
    return choices.once(2)
      ? { kind: 'field', field, operator: 'in', operand: choices.some(values) }
      : { kind: 'field', field, operator: '=', operand: choices.one(values) };
  });
  const open = fields.filter((field) => !fixed.includes(field));
  const order = randomOrder(choices, choices.once(4) ? [...open, 'id'] : open);
  const [first] = order;
  const values = (VALUES[table]?.[first?.field ?? 'id'] ?? []).filter((value) => value !== null);
  const bounds: FieldTest[] =
    first === undefined || choices.once(2)
      ? []
      : [
          {
            kind: 'field',
            field: first.field,
            operator: choices.one(['<', '>='] as const),
            operand: choices.one(values),
          },
        ];
  const where: Condition = { kind: 'and', conditions: [...conditions, ...bounds] };
  const limit = 1 + choices.below(3);
  return { ...wholeTable(table), where, order, offset: choices.below(2), limit };
}

/** Any query of the test schema. */
export function anyQuery(choices: Choices): QueryNode {
  const table = choices.one(['posts', 'people', 'comments']);
  return choices.once(4) ? randomWindow(choices, table) : randomQuery(choices, table, 2, false);
}

/** The index that a window asks for, its directions those of the order or all of them the other way round. */
export function suitedIndex(choices: Choices, { where, order }: QueryNode): IndexDescriptor {
  const conditions = where.kind === 'and' ? where.conditions : [];
  const fixed = conditions.flatMap((one) =>
    one.kind === 'field' && (one.operator === '=' || one.operator === 'in') ? [one.field] : [],
  );
  const prefix = [...new Set(fixed)];
  const keys = order.filter(
    ({ field }, at) =>
      field !== 'id' && !prefix.includes(field) && order.findIndex((key) => key.field === field) === at,
  );
  const isFlipped = choices.once(2);
  return {
    name: 'suited',
    kind: 'ordered',
    fields: [...prefix, ...keys.map(({ field }) => field)],
    descending: [
      ...prefix.map(() => choices.once(2)),
      ...keys.map(({ descending }) => descending !== isFlipped),
    ],
  };
}
