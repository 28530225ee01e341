import { expect, test } from 'vitest';
import { createHub } from './hub.ts';
import { createPlainStore } from './store/plain-store.ts';

function counter() {
  return createPlainStore<number, number>({ initial: 0, reduce: (sum, by) => sum + by, nameOf: () => 'add' });
}

test('listeners of a derived value hear of it, whoever asked for it before', () => {
  const hub = createHub();
  const a = hub.add('a', counter());
  hub.subscribe(() => void double.get());
  const double = hub.derive('double', [a], (value: number) => value * 2);
  const heard: number[] = [];
  double.subscribe((value) => heard.push(value));
  a.dispatch(1);
  a.dispatch(0);
  expect(heard).toEqual([2]);
});
