import { isArray } from '@statehouse/kernel';
import type { Row } from '@statehouse/ot';
import type { MemoryState } from '../../query/testing/memory-port.ts';
import { oracle } from '../../query/testing/oracle.ts';
import { plainTables } from '../../query/testing/random-state.ts';
import type { Access } from './program.ts';

/** Reads plain rows by looking at each of them: what reading means. */
export function plainAccess(state: MemoryState, nested: Access['nested']): Access {
  const rowsOf = (table: string): readonly Row[] => [...(state[table]?.values() ?? [])];
  const referrers = (from: string, person: string) =>
    rowsOf('posts')
      .filter((row) => pointsAt(row[from], person))
      .map(({ id }) => String(id))
      .sort();
  return {
    get: (table, id) => state[table]?.get(id),
    has: (table, id) => state[table]?.has(id) === true,
    size: (table) => rowsOf(table).length,
    all: (table) => [...rowsOf(table)].sort(byId),
    children: (parent) =>
      rowsOf('posts')
        .filter((row) => (row.parent ?? null) === parent)
        .sort((a, b) => compare(String(a.position), String(b.position)) || byId(a, b))
        .map(({ id }) => String(id)),
    referrers,
    countReferrers: (from, person) => referrers(from, person).length,
    range: (author, reverse, limit) => {
      const rows = rowsOf('posts')
        .filter((row) => row.author === author)
        .sort((a, b) => Number(a.score) - Number(b.score) || byId(a, b));
      return (reverse ? rows.reverse() : rows).slice(0, limit);
    },
    count: (from) => rowsOf('posts').filter(({ score }) => Number(score) >= from).length,
    query: (node) => oracle(plainTables(state), node),
    nested,
  };
}

function pointsAt(value: unknown, id: string): boolean {
  return value === id || (isArray(value) && value.includes(id));
}

function byId(a: Row, b: Row): number {
  return compare(String(a.id), String(b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
