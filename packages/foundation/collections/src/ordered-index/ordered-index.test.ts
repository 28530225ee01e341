import { AssertionError } from '@statehouse/kernel';
import { expect, test } from 'vitest';
import { checkIndexTree } from './check-index-tree.ts';
import { compareKeyParts } from './key-part.ts';
import type { IndexDraft, KeyPart, OrderedIndex } from './ordered-index.ts';
import { diffIndexes, emptyIndex, orderedIndexFrom, TreeIndex } from './tree-index.ts';

const idOf = (entry: number) => String(entry).padStart(7, '0');

function leavesOf(index: OrderedIndex): number {
  if (!(index instanceof TreeIndex)) throw new TypeError('not a tree');
  return checkIndexTree(index.root, index.descending, idOf).leaves;
}

test('kinds stand in one order, and strings in that of their code units', () => {
  const ordered: KeyPart[] = [
    null,
    false,
    true,
    -1e300,
    -1,
    0,
    0.5,
    1e300,
    '',
    'B',
    'a',
    'aa',
    'b',
    '\ud83d\ude00',
    '\ufffd',
  ];
  ordered.forEach((a, left) => {
    ordered.forEach((b, right) => {
      expect(Math.sign(compareKeyParts(a, b))).toBe(Math.sign(left - right));
    });
  });
  expect(compareKeyParts(0, -0)).toBe(0);
});

test('a bound covers every key that begins with it', () => {
  const columns = [
    ['ann', 'ann', 'anna', 'bob', 'bob'],
    [2, 1, 9, 3, 4],
  ];
  const index = orderedIndexFrom(
    { parts: 2, descending: [false, true] },
    { columns, entries: [0, 1, 2, 3, 4] },
    idOf,
  );
  expect([...index.range({ from: ['ann'], to: ['ann'] })]).toEqual([0, 1]);
  expect([...index.range({ from: ['ann'], isFromExclusive: true })]).toEqual([2, 4, 3]);
  expect([...index.range({ from: ['bob', 3] })]).toEqual([3]);
  expect([...index.range({ from: [], to: [] })]).toEqual([0, 1, 2, 4, 3]);
  expect(index.count({ from: ['bob'], to: ['ann'] })).toBe(0);
});

test('a change that changes nothing gives the same index', () => {
  const index = orderedIndexFrom({ parts: 1 }, { columns: [['a', 'b']], entries: [0, 1] }, idOf);
  const same = index.batch(idOf, (draft) => {
    expect(draft.add(['a'], 0)).toBe(false);
    expect(draft.delete(['a'], 1)).toBe(false);
  });
  expect(same).toBe(index);
});

test('ids are asked for only where keys are equal, or a node begins', () => {
  const entries = Array.from({ length: 100_000 }, (_, entry) => entry);
  const index = orderedIndexFrom({ parts: 1 }, { columns: [entries], entries }, idOf);
  const asked: number[] = [];
  const watched = (entry: number) => {
    asked.push(entry);
    return idOf(entry);
  };
  index.batch(watched, (draft) => draft.add([500.5], 100_001));
  expect(asked).toEqual([]);
  index.batch(watched, (draft) => draft.add([500], 100_001));
  expect(asked.sort()).toEqual([100_001, 500]);
});

test('what is appended leaves full nodes behind, what is scattered at least quarters', () => {
  const count = 64 * 200;
  const appended = emptyIndex({ parts: 1 }).batch(idOf, (draft) => {
    for (let entry = 0; entry < count; entry += 1) draft.add([entry], entry);
  });
  expect(leavesOf(appended)).toBe(200);
  const thinned = appended.batch(idOf, (draft) => {
    for (let entry = 0; entry < count; entry += 1) if (entry % 8 > 0) draft.delete([entry], entry);
  });
  expect(thinned.size).toBe(count / 8);
  expect(leavesOf(thinned)).toBeLessThanOrEqual(100);
});

test('an index on whose right edge stand single nodes shrinks from either end', () => {
  const count = 64 * 64 + 1;
  const entries = Array.from({ length: count }, (_, entry) => entry);
  const full = emptyIndex({ parts: 1 }).batch(idOf, (draft) => {
    for (const entry of entries) draft.add([entry], entry);
  });
  for (const order of [entries, entries.toReversed()]) {
    let index = full;
    for (const entry of order) index = index.batch(idOf, (draft) => draft.delete([entry], entry));
    expect([...index.range()]).toEqual([]);
    expect(leavesOf(index)).toBe(1);
  }
});

test('NaN, keys of a wrong length, a late draft, and rows that do not fit are bugs', () => {
  const index = emptyIndex({ parts: 2 });
  let late: IndexDraft | undefined;
  index.batch(idOf, (draft) => {
    late = draft;
    expect(() => draft.add([Number.NaN, 1], 0)).toThrow(AssertionError);
    expect(() => draft.add([1], 0)).toThrow(AssertionError);
    expect(() => draft.delete([1, 2, 3], 0)).toThrow(AssertionError);
  });
  expect(() => late?.add([1, 2], 0)).toThrow(AssertionError);
  expect(() => orderedIndexFrom({ parts: 1 }, { columns: [[Number.NaN]], entries: [0] }, idOf)).toThrow(
    AssertionError,
  );
  expect(() => orderedIndexFrom({ parts: 1 }, { columns: [[1]], entries: [0, 1] }, idOf)).toThrow(
    AssertionError,
  );
  expect(() => diffIndexes(index, emptyIndex({ parts: 2, descending: [true, false] }))).toThrow(
    AssertionError,
  );
});
