import { textFrom } from '@statehouse/collections';
import type { Random } from '@statehouse/kernel';
import { cases, drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import type { Row } from '@statehouse/ot';
import { TextValue } from '@statehouse/ot';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { enumeration, number, string, text } from '../field.ts';
import { checkIntegrity } from '../integrity.ts';
import { defineSchema } from '../schema.ts';
import { emptySnapshot, type Snapshot } from '../snapshot.ts';
import { table } from '../table-definition.ts';
import { HashRowIndex } from './hash-row-index.ts';
import { OrderedRowIndex } from './ordered-row-index.ts';
import { rangeOfPrefix } from './prefix.ts';
import { WordIndex } from './word-index.ts';

const schema = defineSchema({
  version: 1,
  tables: {
    posts: table(
      { owner: string().nullable(), score: number(), status: enumeration(['open', 'done']), body: text() },
      {
        indexes: [
          ['owner', 'score'],
          { fields: ['score', 'owner'], descending: ['score'] },
          { fields: ['status', 'owner'], kind: 'hash' },
        ],
        search: ['body', 'owner'],
      },
    ),
  },
});

const OWNERS = ['ann', 'ben', 'zoë', null] as const;
const WORDS = ['red', 'Redder', 'blue', 'naïve', '東京', 'x9'] as const;

function drawRow(random: Random, id: string): Row {
  const words = Array.from({ length: drawInt(random, 4) }, () => drawOne(random, WORDS));
  return {
    id,
    owner: drawOne(random, OWNERS),
    score: drawInt(random, 4) - 1,
    status: drawOne(random, ['open', 'done']),
    body: new TextValue('a:1', textFrom(words.join(' '))),
  };
}

function* history(random: Random): Generator<Snapshot> {
  const ids = Array.from({ length: 60 }, (_, index) => `p${index}`);
  let snapshot: Snapshot = emptySnapshot(schema);
  for (let step = 0; step < 12; step += 1) {
    const chosen = new Set(
      Array.from({ length: drawOne(random, [1, 1, 5, 40]) }, () => drawOne(random, ids)),
    );
    const writes = [...chosen].map((id) => ({
      table: 'posts',
      id,
      row: drawInt(random, 3) === 0 ? undefined : drawRow(random, id),
    }));
    snapshot = snapshot.with(writes);
    yield snapshot;
  }
}

test('after any writes every declared index is the one that its rows alone make', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const versions = [...history(seededRandom(seed))];
      for (const snapshot of versions) {
        expect(checkIntegrity(snapshot).filter((problem) => problem.includes('index'))).toEqual([]);
        expectAnswers(snapshot);
      }
    }),
    cases(60),
  );
});

/** The indexes against a look at every row. */
function expectAnswers(snapshot: Snapshot): void {
  const rows = [...snapshot.rows('posts')];
  const idsAt = (slots: Iterable<number>) => [...slots].map((slot) => snapshot.rows('posts').at(slot)?.id);
  const idsOf = (wanted: (row: Row) => boolean) => rows.filter(wanted).map(({ id }) => id);

  const ordered = snapshot.index('posts', 'owner,score');
  const ofAnn =
    ordered instanceof OrderedRowIndex && ordered.entries.range({ from: ['ann', 0], to: ['ann'] });
  expect(ofAnn && idsAt(ofAnn).sort()).toEqual(
    idsOf(({ owner, score }) => owner === 'ann' && Number(score) >= 0).sort(),
  );

  const hash = snapshot.index('posts', '#status,owner');
  const openOfNobody = hash instanceof HashRowIndex && hash.entriesOf(['open', null]).range();
  expect(openOfNobody && idsAt(openOfNobody)).toEqual(
    idsOf(({ owner, status }) => owner === null && status === 'open').sort(),
  );

  const words = snapshot.index('posts', 'words');
  const red = words instanceof WordIndex ? words.entries.range(rangeOfPrefix('red')) : [];
  expect(new Set(idsAt(red))).toEqual(new Set(idsOf(({ body }) => /\bred/i.test(String(body)))));
}
