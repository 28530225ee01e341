import { describe, expect, test } from 'vitest';
import { add, type Count } from '../testing/counter-store.ts';
import { codesOf, twoCounters } from '../testing/two-counters.fixture.ts';

describe('a derived value', () => {
  test('is computed once for each change of what it is made of, and is told once for each batch', () => {
    const { hub, ones, twos } = twoCounters();
    let computed = 0;
    const sum = hub.derive('sum', [ones, twos], (one: Count, two: Count) => {
      computed += 1;
      return one.value + two.value;
    });
    const heard: number[] = [];
    sum.subscribe((value) => heard.push(value));
    hub.batch('both', (send) => {
      send(ones, add(1));
      send(twos, add(1));
    });
    sum.get();
    hub.batch('even', (send) => {
      send(ones, add(1));
      send(twos, add(-1));
    });
    expect([heard, computed, sum.get()]).toEqual([[12], 3, 12]);
  });

  test('keeps its last good value when its function throws', () => {
    const { hub, ones, problems } = twoCounters();
    const root = hub.derive('root', [ones], ({ value }: Count) => {
      if (value < 0) throw new Error('negative');
      return value * value;
    });
    ones.dispatch(add(3));
    expect(root.get()).toBe(9);
    ones.dispatch(add(-5));
    expect(root.get()).toBe(9);
    expect(codesOf(problems)).toEqual(['hub/derived-failed']);
  });
});
