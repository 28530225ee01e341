import type { Row } from '@statehouse/ot';
import type { IndexDescriptor } from '../plan/query-source.ts';
import type { Choices } from './choices.ts';
import type { MemoryIndexes, MemoryState } from './memory-port.ts';
import type { PlainTables } from './oracle.ts';

/** The ids that rows of a table may have: few, so that they meet, go and come back. */
export const IDS: Readonly<Record<string, readonly string[]>> = {
  people: ['a', 'b', 'c', 'd', 'e'],
  posts: ['p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x'],
  comments: ['1', '2', '3', '4', '5', '6', '7', '8'],
};
const TABLES = Object.keys(IDS);
const TEAMS = ['red', 'blue', 'green', null];
const NUMBERS = [0, 1, 2, -1, 0.25, 3];
const WORDS = ['', 'ab', 'abc', 'b', 'Ab c', 'zoo'];

let revision = 0;

/** A row with fields as the schema says, and a number of its own: no two rows that were made are equal. */
function randomRow(choices: Choices, table: string, id: string): Row {
  revision += 1;
  const idOrNull = (of: string) => choices.one([...(IDS[of] ?? []), null]);
  if (table === 'people') {
    return {
      id,
      revision,
      name: choices.one(WORDS),
      team: choices.one(TEAMS),
      age: choices.one([...NUMBERS, null]),
      boss: idOrNull('people'),
    };
  }
  if (table === 'comments') {
    const post = choices.one(IDS.posts ?? []);
    return { id, revision, post, by: idOrNull('people'), likes: choices.below(4), about: choices.one(WORDS) };
  }
  return {
    id,
    revision,
    author: idOrNull('people'),
    status: choices.one(['draft', 'open', 'done']),
    score: choices.one(NUMBERS),
    at: choices.one([...NUMBERS.slice(0, 3), null]),
    pinned: choices.once(2),
    tags: choices.some(['x', 'y']),
    readers: choices.some(IDS.people ?? [], 3),
    body: choices.one(WORDS),
    meta: choices.once(2) ? null : { word: choices.one(WORDS) },
    parent: choices.once(2) ? null : idOrNull('posts'),
    position: choices.one(['k', 'm']),
  };
}

/** A row that differs from another in one field or in all. */
function changedRow(choices: Choices, table: string, row: Row): Row {
  const other = randomRow(choices, table, String(row.id));
  if (choices.once(4)) return other;
  const field = choices.one(Object.keys(other).filter((name) => name !== 'id' && name !== 'revision'));
  const value = other[field];
  return value === undefined ? other : { ...row, revision: other.revision ?? 0, [field]: value };
}

export function randomState(choices: Choices): MemoryState {
  const state: Record<string, ReadonlyMap<string, Row>> = {};
  for (const table of TABLES) {
    const rows = new Map<string, Row>();
    for (const id of IDS[table] ?? []) if (!choices.once(4)) rows.set(id, randomRow(choices, table, id));
    state[table] = rows;
  }
  return state;
}

/** Another state: a few rows written, or most of them. */
export function changedState(choices: Choices, before: MemoryState): MemoryState {
  const state: Record<string, ReadonlyMap<string, Row>> = { ...before };
  const isStorm = choices.once(8);
  const touched = isStorm ? TABLES : [choices.one(TABLES), choices.one(TABLES)];
  for (const table of touched) {
    const rows = new Map(state[table]);
    const ids = IDS[table] ?? [];
    for (const id of isStorm ? ids : [choices.one(ids), choices.one(ids)]) {
      const row = rows.get(id);
      if (row !== undefined && choices.once(3)) rows.delete(id);
      else rows.set(id, row === undefined ? randomRow(choices, table, id) : changedRow(choices, table, row));
    }
    state[table] = rows;
  }
  return state;
}

export function plainTables(state: MemoryState): PlainTables {
  return Object.fromEntries(Object.entries(state).map(([table, rows]) => [table, [...rows.values()]]));
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  people: ['name', 'team', 'age', 'boss'],
  posts: ['author', 'status', 'score', 'at', 'pinned', 'parent', 'position'],
  comments: ['post', 'by', 'likes', 'about'],
};

/** Some indexes, of every kind. */
export function randomIndexes(choices: Choices): MemoryIndexes {
  const indexes: Record<string, readonly IndexDescriptor[]> = {};
  for (const table of TABLES) {
    indexes[table] = choices.list(4, () => {
      if (table === 'posts' && choices.once(4)) {
        return { name: 'words', kind: 'words', fields: ['body', 'status'], descending: [false, false] };
      }
      const fields = [
        ...new Set([
          choices.one(KEYS[table] ?? []),
          ...choices.list(2, () => choices.one(KEYS[table] ?? [])),
        ]),
      ];
      const kind = choices.one(['ordered', 'ordered', 'ordered', 'hash', 'unique'] as const);
      const all = choices.once(2);
      const descending = fields.map(() => choices.once(4) !== all);
      return { name: `${kind} ${fields.join()} ${descending.join()}`, kind, fields, descending };
    });
  }
  return indexes;
}
