import { expect, test } from 'vitest';
import { carriedOver, toldCarets } from './carried-carets.ts';

const ada = { connection: '1', name: 'Ada', color: 0 };

test('who has not moved has not moved, though others have written before them', () => {
  const carets = carriedOver(toldCarets([], [{ ...ada, anchor: 2, head: 4 }]), ['xyz']);
  expect(carets).toEqual([{ ...ada, anchor: 5, head: 7, moves: 0 }]);
  expect(toldCarets(carets, [{ ...ada, anchor: 5, head: 7 }])).toEqual(carets);
  expect(toldCarets(carets, [{ ...ada, anchor: 5, head: 8 }])[0]?.moves).toBe(1);
});

test('who is not told any more is gone', () => {
  expect(toldCarets(toldCarets([], [{ ...ada, anchor: 0, head: 0 }]), [])).toEqual([]);
});
