import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SortedList } from './sorted-list.ts';

test('a list of any size is what sorting its items gives', () => {
  const edit = fc.tuple(fc.constantFrom('add', 'remove', 'pop'), fc.nat(3_000));
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(3_000), { maxLength: 2_000, size: 'max' }),
      fc.array(edit, { maxLength: 200 }),
      (start, edits) => {
        const list = new SortedList<number>((a, b) => a - b);
        list.fill([...start]);
        const items = new Set(start);
        for (const [what, item] of edits) {
          if (what === 'add' && !items.has(item)) list.add(item);
          if (what === 'add') items.add(item);
          if (what === 'remove') expect(list.remove(item)).toBe(items.delete(item));
          if (what === 'pop') items.delete(list.pop() ?? -1);
        }
        const expected = [...items].sort((a, b) => a - b);
        expect(list.slice(0, Infinity)).toEqual(expected);
        expect(list.slice(500, 1_100)).toEqual(expected.slice(500, 1_100));
        expect([list.size, list.first, list.last]).toEqual([expected.length, expected[0], expected.at(-1)]);
      },
    ),
    cases(100),
  );
});

test('thousands of items that come one by one stay in order', () => {
  const list = new SortedList<number>((a, b) => a - b);
  for (let at = 0; at < 5_000; at += 1) list.add((at * 7_919) % 5_003);
  const items = list.slice(0, Infinity);
  expect(items).toEqual(items.toSorted((a, b) => a - b));
  expect(list.size).toBe(5_000);
});
