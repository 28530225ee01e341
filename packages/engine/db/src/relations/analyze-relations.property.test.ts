import { cases, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { ref, string } from '../field.ts';
import { defineSchema } from '../schema.ts';
import { table } from '../table-definition.ts';
import { analyzeRelations } from './analyze-relations.ts';

const schema = defineSchema({
  version: 1,
  tables: {
    people: table({ name: string() }),
    posts: table(
      { author: ref('people', { onDelete: 'nullify' }), reviewer: ref('people', { onDelete: 'nullify' }) },
      { order: { tree: 'cascade' } },
    ),
  },
});

const PEOPLE = 5;
const person = fc.option(fc.integer({ min: 0, max: PEOPLE - 1 }).map((at) => `person-${at}`));
const post = fc.record({ author: person, reviewer: person, parent: fc.option(fc.nat(20)) });

test('fan-out is what counting the rows says', () => {
  fc.assert(
    fc.property(fc.array(post, { maxLength: 40, size: 'max' }), (posts) => {
      const database = createDatabase({ schema, random: seededRandom(1) });
      database.transact((tx) => {
        for (let at = 0; at < PEOPLE; at += 1) tx.people.insert({ id: `person-${at}`, name: 'Ada' });
        for (const [at, { author, reviewer, parent }] of posts.entries()) {
          const above = parent !== null && parent < at ? { parent: `post-${parent}` } : {};
          tx.posts.insert({ id: `post-${at}`, author, reviewer }, above);
        }
      });
      const rows = database.snapshot.table('posts').all();
      const reports = analyzeRelations(database.snapshot);
      expect(reports.map(({ field }) => field).sort()).toEqual(['author', 'parent', 'reviewer']);
      for (const { field, referrers, targets, fanOut } of reports) {
        const known = field === 'author' || field === 'reviewer' ? field : 'parent';
        const referred = rows.flatMap((row) => row[known] ?? []);
        const sizes = [...Map.groupBy(referred, (id) => id).values()].map(({ length }) => length);
        const sorted = sizes.toSorted((one, other) => one - other);
        expect({ referrers, targets }).toEqual({ referrers: referred.length, targets: sizes.length });
        expect(fanOut.max).toBe(sorted.at(-1) ?? 0);
        expect(fanOut.p50).toBe(sorted[Math.max(0, Math.ceil(sorted.length / 2) - 1)] ?? 0);
        expect(fanOut.mean * targets).toBeCloseTo(referrers, 6);
        expect(referred.filter((id) => id === fanOut.widest)).toHaveLength(fanOut.max);
      }
    }),
    cases(200),
  );
});
