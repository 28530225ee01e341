import { cases, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { denormalize } from '../denormalize/denormalize.ts';
import { checkIntegrity } from '../integrity.ts';
import type { Snapshot } from '../snapshot.ts';
import { type NestedSchema, nestedBatch, nestedRelations, nestedSchema } from '../testing/nested-data.ts';
import { snapshotFromData } from './loaded-snapshot.ts';

type Fields = Record<string, unknown>;
type Tables = Map<string, Map<string, Fields>>;

const TARGETS: Readonly<Record<string, string>> = {
  boss: 'users',
  author: 'users',
  fans: 'users',
  post: 'posts',
  subjectUser: 'users',
  subjectPost: 'posts',
};
const EMPTY: Readonly<Record<string, Fields>> = {
  users: { name: '', boss: null, tags: [] },
  posts: { title: '', likes: 0, author: null, fans: [] },
  comments: { text: '', post: null, subjectUser: null, subjectPost: null },
};

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowsIn(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : Object.values(isRecord(data) ? data : {});
}

/** Merging as one would write it without thinking of anything else: recursive, into plain maps. */
class NaiveMerge {
  readonly tables: Tables = new Map(Object.keys(EMPTY).map((table) => [table, new Map<string, Fields>()]));

  receive(batch: Fields): void {
    for (const [table, rows] of Object.entries(batch))
      for (const row of rowsIn(rows)) this.#merge(table, row);
    for (const rows of this.tables.values()) {
      for (const row of rows.values()) {
        for (const [field, target] of Object.entries(TARGETS)) {
          const value = row[field];
          const isThere = (id: unknown) => this.tables.get(target)?.has(String(id)) === true;
          if (Array.isArray(value)) row[field] = value.filter(isThere);
          else if (typeof value === 'string' && !isThere(value)) row[field] = null;
        }
      }
    }
  }

  #merge(table: string, value: unknown): string {
    if (!isRecord(value)) return String(value);
    const id = String(value.id);
    const row = this.tables.get(table)?.get(id) ?? { id, ...EMPTY[table] };
    this.tables.get(table)?.set(id, row);
    for (const [key, given] of Object.entries(value)) {
      if (given === undefined || key === 'id' || key === 'kind') continue;
      if (key === 'comments') {
        for (const comment of rowsIn(given)) {
          const one = this.tables.get('comments')?.get(this.#merge('comments', comment));
          if (one !== undefined) one.post = id;
        }
      } else if (key === 'subject') {
        const isUser = value.kind === 'user';
        row.subjectUser = isUser ? this.#merge('users', given) : null;
        row.subjectPost = isUser ? null : this.#merge('posts', given);
      } else if (key === 'tags') {
        row.tags = [...new Set(rowsIn(given).map(String))].sort();
      } else if (key === 'fans') {
        row.fans = [...new Set(rowsIn(given).map((fan) => this.#merge('users', fan)))];
      } else {
        const target = TARGETS[key];
        row[key] = target === undefined || given === null ? given : this.#merge(target, given);
      }
    }
    return id;
  }
}

function contentOf(snapshot: Snapshot<NestedSchema>): Record<string, Fields> {
  const content: Record<string, Fields> = {};
  for (const name of ['users', 'posts', 'comments'] as const) {
    const rows: readonly { readonly id: string }[] = snapshot.table(name).all();
    content[name] = Object.fromEntries(rows.map((row) => [row.id, { ...row }]));
  }
  return content;
}

function contentOfTables(tables: Tables): Record<string, Fields> {
  return Object.fromEntries([...tables].map(([name, rows]) => [name, Object.fromEntries(rows)]));
}

const options = { nested: nestedRelations, dangling: 'keep' } as const;

test('what is received in batches is what a naive merge makes of them, in operations of any size', () => {
  fc.assert(
    fc.property(
      fc.gen(),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 4, max: 60 }),
      (value, batches, maxEdits) => {
        const db = createDatabase({
          schema: nestedSchema,
          random: seededRandom(1),
          clock: new VirtualTime(),
          limits: { maxEdits, maxBytes: 1_000_000 },
        });
        const naive = new NaiveMerge();
        for (let batch = 0; batch < batches; batch += 1) {
          const data = nestedBatch(value, batch);
          const { conflicts } = db.receiveTables(data, options);
          naive.receive(data);
          expect(conflicts).toEqual([]);
          expect(contentOf(db.snapshot)).toEqual(contentOfTables(naive.tables));
          const { version } = db.log;
          db.receiveTables(data, options);
          expect(db.log.version).toBe(version);
        }
        expect(checkIntegrity(db.snapshot)).toEqual([]);
      },
    ),
    cases(400),
  );
});

test('what is loaded is what is received', () => {
  fc.assert(
    fc.property(fc.gen(), (value) => {
      const data = nestedBatch(value, 1);
      const db = createDatabase({ schema: nestedSchema, random: seededRandom(1), clock: new VirtualTime() });
      db.receiveTables(data, options);
      const loaded = snapshotFromData(nestedSchema, data, options);
      expect(contentOf(loaded)).toEqual(contentOf(db.snapshot));
      expect(checkIntegrity(loaded)).toEqual([]);
    }),
    cases(400),
  );
});

const shape = {
  author: { boss: true },
  fans: { boss: { boss: true } },
  'comments.post': { subject: { user: true, post: { author: true } } },
} as const;

test('what was received comes back out, and what comes out is taken in as what is there already', () => {
  fc.assert(
    fc.property(fc.gen(), (value) => {
      const data = nestedBatch(value, 0);
      const db = createDatabase({ schema: nestedSchema, random: seededRandom(1), clock: new VirtualTime() });
      db.receiveTables(data, options);
      const naive = new NaiveMerge();
      naive.receive(data);
      const rows = (table: string) => naive.tables.get(table) ?? new Map<string, Fields>();
      const user = (id: unknown) => (id === null ? null : (rows('users').get(String(id)) ?? null));
      const withBoss = (row: Fields | null) => (row === null ? null : { ...row, boss: user(row.boss) });
      const out = [...rows('posts').keys()].map((id) => denormalize(db.snapshot, 'posts', id, shape));
      for (const view of out) {
        const row = rows('posts').get(view?.id ?? '') ?? {};
        expect(view).toMatchObject({
          ...row,
          author: withBoss(user(row.author)),
          fans: rowsIn(row.fans).map((id) => {
            const fan = user(id);
            return fan === null ? null : { ...fan, boss: withBoss(user(fan.boss)) };
          }),
        });
        const comments = [...rows('comments').values()].filter(({ post }) => post === row.id);
        expect(view?.['comments.post'].map(({ id }) => id).sort()).toEqual(
          comments.map(({ id }) => id).sort(),
        );
      }
      const { version } = db.log;
      const empty = createDatabase({
        schema: nestedSchema,
        random: seededRandom(1),
        clock: new VirtualTime(),
      });
      const plain: unknown = JSON.parse(JSON.stringify(out));
      db.receive('posts', plain);
      expect(db.log.version).toBe(version);
      empty.receive('posts', plain, { dangling: 'keep' });
      for (const { id } of empty.snapshot.table('posts')) {
        expect(empty.snapshot.table('posts').get(id)).toEqual(db.snapshot.table('posts').get(id));
      }
    }),
    cases(300),
  );
});
