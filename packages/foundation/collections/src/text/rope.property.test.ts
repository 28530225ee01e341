import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTextTree } from './check-text-tree.ts';
import type { PersistentText } from './persistent-text.ts';
import { diffTexts, emptyText, Rope, textFrom } from './rope.ts';
import { splitsPair } from './surrogates.ts';

const seed = process.env.STATEHOUSE_SEED;
const run = {
  numRuns: Number(process.env.STATEHOUSE_CASES ?? 300),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};

type Version = readonly [text: PersistentText, oracle: string];

/** A place off the middle of surrogate pairs. */
function drawPlace(random: Random, oracle: string): number {
  const place = drawInt(random, oracle.length + 1);
  return splitsPair(oracle, place) ? place - 1 : place;
}

function drawInsert(random: Random): string {
  const letter = drawOne(random, ['a', 'b', ' ', 'ä', '\u{1f600}', '\u{1f601}', 'word']);
  const size = drawInt(random, 60);
  if (size === 0) return letter.repeat(drawInt(random, 3000));
  return size < 20 ? '' : letter;
}

/** A history of edits: runs of typing and erasing around a cursor that jumps, and now and then large pieces. */
function* history(random: Random, steps: number): Generator<Version> {
  let text =
    drawInt(random, 2) === 0 ? emptyText() : textFrom('lorem \u{1f600} ipsum '.repeat(drawInt(random, 500)));
  let oracle = text.toString();
  let cursor = 0;
  for (let step = 0; step < steps; step += 1) {
    if (drawInt(random, 8) === 0) cursor = drawPlace(random, oracle);
    const reach = drawInt(random, 40) === 0 ? 5000 : drawInt(random, 4);
    const other = Math.max(0, Math.min(oracle.length, cursor + (drawInt(random, 2) === 0 ? reach : -reach)));
    const end = splitsPair(oracle, other) ? other - 1 : other;
    const [from, to] = cursor < end ? [cursor, end] : [end, cursor];
    const insert = drawInsert(random);
    text = text.splice(from, to - from, insert);
    oracle = oracle.slice(0, from) + insert + oracle.slice(to);
    cursor = from + insert.length;
    yield [text, oracle];
  }
}

function expectSame([text, oracle]: Version): void {
  if (text.toString() !== oracle) expect(text.toString()).toBe(oracle);
  expect(text.length).toBe(oracle.length);
}

/** Applies what a difference says to the earlier text, and checks that it stands where it claims to. */
function patched(before: string, after: string, differences: ReturnType<typeof diffTexts>): string {
  let result = '';
  let reached = 0;
  for (const { position, removed, inserted } of differences) {
    expect(result === '' || position > reached).toBe(true);
    expect(removed + inserted).not.toBe('');
    expect(before.startsWith(removed, position)).toBe(true);
    result += before.slice(reached, position);
    for (const end of [position, position + removed.length]) expect(splitsPair(before, end)).toBe(false);
    for (const end of [result.length, result.length + inserted.length])
      expect(splitsPair(after, end)).toBe(false);
    result += inserted;
    reached = position + removed.length;
  }
  return result + before.slice(reached);
}

test('every version in a history is what a native string says, and stays so', () => {
  fc.assert(
    fc.property(fc.nat(), (historySeed) => {
      const versions = [...history(seededRandom(historySeed), 300)];
      for (const version of versions) expectSame(version);
      for (const version of versions) {
        const [text, oracle] = version;
        if (text instanceof Rope) checkTextTree(text.settled());
        expect([...text.chunks()].join('') === oracle).toBe(true);
        expectSame(version);
      }
    }),
    { ...run, numRuns: Math.ceil(run.numRuns / 4) },
  );
});

test('reading any unit and any slice at any time agrees with a native string', () => {
  fc.assert(
    fc.property(fc.nat(), (historySeed) => {
      const random = seededRandom(historySeed);
      for (const [text, oracle] of history(random, 200)) {
        const from = drawInt(random, oracle.length + 1);
        const to = from + drawInt(random, 3000);
        expect(text.slice(from, to) === oracle.slice(from, to)).toBe(true);
        expect(text.charCodeAt(from)).toBe(oracle.charCodeAt(from));
        expect(text.charCodeAt(from - 1)).toBe(oracle.charCodeAt(from - 1));
      }
    }),
    run,
  );
});

test('the difference of two versions makes the one of the other, whichever way one looks', () => {
  fc.assert(
    fc.property(fc.nat(), (historySeed) => {
      const random = seededRandom(historySeed);
      const versions = [...history(random, 120)];
      for (let pair = 0; pair < 6; pair += 1) {
        const [before, oracleBefore] = drawOne(random, versions);
        const [after, oracleAfter] = drawOne(random, versions);
        expect(patched(oracleBefore, oracleAfter, diffTexts(before, after)) === oracleAfter).toBe(true);
      }
    }),
    { ...run, numRuns: Math.ceil(run.numRuns / 2) },
  );
});

test('one edit differs by no more than itself', () => {
  const oracle = Array.from({ length: 3000 }, (_, index) => `line \u{1f600} ${index}\n`).join('');
  const text = textFrom(oracle);
  /** How far a piece may slide along text that looks like it. */
  const slide = 20;
  fc.assert(
    fc.property(fc.nat(), (editSeed) => {
      const random = seededRandom(editSeed);
      const from = drawPlace(random, oracle);
      const to = from + drawPlace(random, oracle.slice(from, from + 2000));
      const insert = drawInsert(random);
      const after = text.splice(from, to - from, insert);
      const differences = diffTexts(text, after);
      patched(oracle, after.toString(), differences);
      for (const { position, removed } of differences) {
        expect(position).toBeGreaterThanOrEqual(from - slide);
        expect(position + removed.length).toBeLessThanOrEqual(to + slide);
      }
    }),
    run,
  );
});

test('texts that share nothing, with halves of pairs in them, differ off the middle of pairs', () => {
  const units = fc
    .array(fc.constantFrom('a', '\u{1f600}', '\u{1f601}', '\u{1f700}', '\ud83d', '\ude00'), { maxLength: 30 })
    .map((letters) => letters.join(''));
  fc.assert(
    fc.property(units, units, (before, after) => {
      expect(patched(before, after, diffTexts(textFrom(before), textFrom(after)))).toBe(after);
    }),
    run,
  );
});
