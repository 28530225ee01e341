import { AssertionError } from '@statehouse/kernel';
import { expect, test } from 'vitest';
import type { MapDraft, PersistentMap } from './persistent-map.ts';
import { diffMaps, emptyMap, mapFrom } from './sorted-map.ts';

function numbered(count: number): PersistentMap<number> {
  return mapFrom(Array.from({ length: count }, (_, index) => [`key-${index}`, index] as const));
}

test('a map without entries is always the same object', () => {
  expect(emptyMap()).toBe(emptyMap());
  expect(mapFrom([])).toBe(emptyMap());
  expect(emptyMap<number>().set('a', 1).delete('a')).toBe(emptyMap());
  const cleared = numbered(100).batch((draft) => {
    for (const key of numbered(100).keys()) draft.delete(key);
  });
  expect(cleared).toBe(emptyMap());
});

test('a change that changes nothing returns the same map', () => {
  const map = mapFrom<unknown>([
    ['nan', Number.NaN],
    ['undefined', undefined],
    ['a', 1],
  ]);
  expect(map.set('a', 1)).toBe(map);
  expect(map.set('nan', Number.NaN)).toBe(map);
  expect(map.set('undefined', undefined)).toBe(map);
  expect(map.delete('b')).toBe(map);
  expect(map.batch(() => {})).toBe(map);
  expect(map.batch((draft) => draft.set('a', 1))).toBe(map);
  expect(map.set('a', 2)).not.toBe(map);
});

test('zero and minus zero are different values', () => {
  const map = emptyMap<number>().set('a', 0);
  expect(Object.is(map.set('a', -0).get('a'), -0)).toBe(true);
});

test('names from the prototypes of objects are keys like any other', () => {
  const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', ''];
  const empty = emptyMap<number>();
  for (const name of names) {
    expect(empty.get(name)).toBeUndefined();
    expect(empty.has(name)).toBe(false);
  }
  let map = empty;
  names.forEach((name, index) => {
    map = map.set(name, index);
  });
  expect([...map.keys()]).toEqual([...names].sort());
  names.forEach((name, index) => {
    expect(map.get(name)).toBe(index);
  });
});

test('an entry whose value is undefined is there', () => {
  const map = emptyMap<undefined>().set('a', undefined);
  expect([map.size, map.has('a'), map.has('b')]).toEqual([1, true, false]);
  expect([...diffMaps(emptyMap<undefined>(), map)]).toEqual([
    { key: 'a', before: undefined, after: undefined },
  ]);
});

test('keys stand in the order of their UTF-16 units', () => {
  const keys = ['a', 'B', 'ä', '\uffff', '\u{1f600}', '10', '9', 'a\u0000'];
  expect([...mapFrom(keys.map((key) => [key, 0])).keys()]).toEqual([...keys].sort());
});

test('of two entries with one key the later stands', () => {
  const map = mapFrom([
    ['b', 1],
    ['a', 2],
    ['b', 3],
    ['a', 4],
  ]);
  expect([...map]).toEqual([
    ['a', 4],
    ['b', 3],
  ]);
  expect(map.size).toBe(2);
});

test('a range has its lower bound and not its upper one, both ways', () => {
  const map = numbered(1000);
  const between = [...map.keys()].filter((key) => key >= 'key-25' && key < 'key-7');
  expect([...map.range({ from: 'key-25', to: 'key-7' })].map(([key]) => key)).toEqual(between);
  expect([...map.range({ from: 'key-25', to: 'key-7', reverse: true })].map(([key]) => key)).toEqual(
    between.reverse(),
  );
  expect([...map.range({ from: 'key-7', to: 'key-7' })]).toEqual([]);
  expect([...map.range({ from: 'key-8', to: 'key-7' })]).toEqual([]);
  expect([...map.range({ from: 'z' })]).toEqual([]);
  expect([...map.range({ reverse: true })]).toEqual([...map].reverse());
});

test('an iteration can be abandoned and the iterable read again', () => {
  const map = numbered(1000);
  const [first] = map;
  const keys = map.keys();
  for (const key of keys) if (key === 'key-100') break;
  expect([...keys]).toHaveLength(1000);
  expect(first).toEqual(['key-0', 0]);
  const differences = diffMaps(emptyMap<number>(), map);
  expect([...differences]).toEqual([...differences]);
  expect([...differences]).toHaveLength(1000);
});

test('a batch reads its own writes and leaves the map alone', () => {
  const map = numbered(100);
  const after = map.batch((draft) => {
    draft.set('new', -1);
    expect(draft.get('new')).toBe(-1);
    expect(draft.delete('key-5')).toBe(true);
    expect(draft.delete('key-5')).toBe(false);
    expect([draft.has('key-5'), draft.has('key-6'), draft.size]).toEqual([false, true, 100]);
  });
  expect([after.size, after.get('new'), after.has('key-5')]).toEqual([100, -1, false]);
  expect([map.size, map.has('new'), map.get('key-5')]).toEqual([100, false, 5]);
});

test('a batch that throws leaves the map alone', () => {
  const map = numbered(100);
  const entries = [...map];
  expect(() =>
    map.batch((draft) => {
      draft.set('key-1', -1);
      throw new RangeError('enough');
    }),
  ).toThrow(RangeError);
  expect([...map]).toEqual(entries);
});

test('a draft that outlives its batch can change nothing', () => {
  const kept: MapDraft<number>[] = [];
  const map = numbered(100).batch((draft) => {
    draft.set('a', 1);
    kept.push(draft);
  });
  for (const draft of kept) {
    expect(() => draft.set('a', 2)).toThrow(AssertionError);
    expect(() => draft.delete('a')).toThrow(AssertionError);
  }
  expect([kept.length, map.get('a')]).toEqual([1, 1]);
});

test('batches inside one another do not share what they may change', () => {
  const map = numbered(100);
  let inner = map;
  const outer = map.batch((draft) => {
    draft.set('key-1', 10);
    inner = map.batch((other) => other.set('key-1', 20));
    draft.set('key-2', 10);
  });
  expect([map.get('key-1'), inner.get('key-1'), outer.get('key-1')]).toEqual([1, 20, 10]);
  expect([inner.get('key-2'), outer.get('key-2')]).toEqual([2, 10]);
});
