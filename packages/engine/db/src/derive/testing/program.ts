import type { Row } from '@statehouse/ot';
import type { QueryNode } from '../../query/expression/query-node.ts';
import type { Choices } from '../../query/testing/choices.ts';
import { anyQuery } from '../../query/testing/random-query.ts';
import { IDS } from '../../query/testing/random-state.ts';

/** Everything that a selector can read, in the barest form. */
export interface Access {
  get(table: string, id: string): Row | undefined;
  has(table: string, id: string): boolean;
  size(table: string): number;
  all(table: string): readonly Row[];
  children(parent: string | null): readonly string[];
  referrers(from: 'author' | 'readers', person: string): readonly string[];
  countReferrers(from: 'author' | 'readers', person: string): number;
  /** Posts of an author (null: of nobody) by score. */
  range(author: string | null, reverse: boolean, limit: number): readonly Row[];
  /** Posts with a score from here on. */
  count(from: number): number;
  query(node: QueryNode): unknown;
  /** Another selector of the program. */
  nested(selector: number, argument: string): unknown;
}

type Step =
  | { readonly kind: 'get' | 'has'; readonly table: string; readonly id: string }
  | { readonly kind: 'own' | 'size' | 'all'; readonly table: string }
  | { readonly kind: 'author' | 'refuse' | 'parts' }
  | { readonly kind: 'children'; readonly parent: string | null }
  | {
      readonly kind: 'referrers' | 'countReferrers';
      readonly from: 'author' | 'readers';
      readonly person: string;
    }
  | {
      readonly kind: 'range';
      readonly author: string | null;
      readonly reverse: boolean;
      readonly limit: number;
    }
  | { readonly kind: 'count'; readonly from: number }
  | { readonly kind: 'query'; readonly node: QueryNode }
  | { readonly kind: 'nested'; readonly selector: number; readonly argument: string };

/** What one selector does. */
export type Program = readonly Step[];

const TABLES = ['people', 'posts', 'comments'] as const;

function anyStep(choices: Choices, selector: number, selectors: number): Step {
  const table = choices.one(TABLES);
  const ids = IDS[table] ?? [];
  const person = choices.one(IDS.people ?? []);
  const from = choices.one(['author', 'readers'] as const);
  switch (choices.below(14)) {
    case 0:
      return { kind: 'has', table, id: choices.one(ids) };
    case 1:
      return { kind: choices.one(['size', 'size', 'all'] as const), table };
    case 2:
      return { kind: 'children', parent: choices.one([...(IDS.posts ?? []), null]) };
    case 3:
      return { kind: choices.one(['referrers', 'countReferrers'] as const), from, person };
    case 4:
      return { kind: 'range', author: choices.one([person, null]), reverse: choices.once(2), limit: 2 };
    case 5:
      return { kind: 'count', from: choices.below(3) };
    case 6:
    case 7:
      return { kind: 'query', node: anyQuery(choices) };
    case 8:
      return { kind: choices.one(['refuse', 'parts'] as const) };
    case 9:
      return { kind: 'author' };
    case 10:
    case 11:
      if (selector + 1 === selectors) return { kind: 'own', table: 'posts' };
      return {
        kind: 'nested',
        selector: selector + 1 + choices.below(selectors - selector - 1),
        argument: choices.one(IDS.posts ?? []),
      };
    case 12:
      return { kind: 'own', table: 'posts' };
    default:
      return { kind: 'get', table, id: choices.one(ids) };
  }
}

/** Selectors, each of which may read those behind it. */
export function anyPrograms(choices: Choices, count: number): readonly Program[] {
  return Array.from({ length: count }, (_, selector) =>
    Array.from({ length: 1 + choices.below(5) }, () => anyStep(choices, selector, count)),
  );
}

/** What a program answers. What it reads depends on what it has read. */
export function run(program: Program, argument: string, access: Access): unknown {
  const answers: unknown[] = [];
  let last: Row | undefined;
  for (const step of program) {
    switch (step.kind) {
      case 'get':
        last = access.get(step.table, step.id);
        answers.push(last);
        break;
      case 'own':
        last = access.get(step.table, argument);
        answers.push(last);
        break;
      case 'author': {
        const author = last?.author;
        if (typeof author === 'string') answers.push({ writer: access.get('people', author) });
        break;
      }
      case 'refuse':
        if (last?.score === 0) throw new Error(`no score: ${String(last.id)}`);
        break;
      case 'parts':
        answers.push({ score: last?.score ?? null, parts: [{ id: 'status', text: last?.status ?? '' }] });
        break;
      case 'children':
        answers.push(access.children(step.parent));
        break;
      case 'has':
        answers.push(access.has(step.table, step.id));
        break;
      case 'nested':
        answers.push(access.nested(step.selector, step.argument));
        break;
      default:
        answers.push(...readPlainly(step, access));
    }
  }
  return answers;
}

function readPlainly(step: Step, access: Access): readonly unknown[] {
  switch (step.kind) {
    case 'size':
      return [access.size(step.table)];
    case 'all':
      return [access.all(step.table)];
    case 'referrers':
      return [access.referrers(step.from, step.person)];
    case 'countReferrers':
      return [access.countReferrers(step.from, step.person)];
    case 'range':
      return [access.range(step.author, step.reverse, step.limit)];
    case 'count':
      return [access.count(step.from)];
    case 'query':
      return [access.query(step.node)];
    default:
      return [];
  }
}
