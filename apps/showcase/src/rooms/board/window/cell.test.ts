import { expect, test } from 'vitest';
import { Cell, CellMap } from './cell.ts';

test('a cell tells of other values only, and no longer once one stops listening', () => {
  const cell = new Cell(1);
  const told: number[] = [];
  const stop = cell.subscribe(() => told.push(cell.value));
  cell.set(1);
  cell.set(2);
  cell.set(Number.NaN);
  cell.set(Number.NaN);
  stop();
  cell.set(3);
  expect(told).toEqual([2, Number.NaN]);
});

test('a map of cells tells those who look at a key, and those who look at all', () => {
  const map = new CellMap<number | undefined>();
  const told: string[] = [];
  const stop = map.subscribeTo('a', () => told.push(`a is ${map.get('a')}`));
  map.subscribe((key) => told.push(key));
  map.set('a', 1);
  map.set('a', 1);
  map.set('b', 2);
  map.delete('c');
  expect(told).toEqual(['a is 1', 'a', 'b']);
  told.length = 0;
  map.replace(
    new Map([
      ['a', 1],
      ['d', 4],
    ]),
  );
  expect(told).toEqual(['b', 'd']);
  stop();
  map.delete('a');
  expect([told.slice(2), map.size, [...map.keys()]]).toEqual([['a'], 1, ['d']]);
  map.set('e', undefined);
  expect(told.slice(3)).toEqual(['e']);
});

test('who stops listening while being told disturbs nobody', () => {
  const cell = new Cell(0);
  const told: string[] = [];
  const stop = cell.subscribe(() => {
    told.push('first');
    stop();
  });
  cell.subscribe(() => told.push('second'));
  cell.set(1);
  cell.set(2);
  expect(told).toEqual(['first', 'second', 'second']);
});
