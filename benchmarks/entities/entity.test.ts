import { expect, test } from 'vitest';
import { idAt, makeEntities } from './entity.ts';
import { drawDistinct, heldIds } from './held-ids.ts';

test('the same numbers give the same entities, wherever the series begins', () => {
  expect(makeEntities(30_000, 10_000, 20_000)).toEqual(makeEntities(30_000).slice(10_000, 20_000));
});

test('ids are distinct and too long to be interned by a parser', () => {
  const ids = Array.from({ length: 200_000 }, (_, index) => idAt(index));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every(({ length }) => length > 10)).toBe(true);
});

test('n / 100 owners have about a hundred entities each', () => {
  const entities = makeEntities(10_000);
  const sizes = [...Map.groupBy(entities, ({ ownerId }) => ownerId).values()].map(({ length }) => length);
  expect(sizes.length).toBe(100);
  expect(Math.min(...sizes)).toBeGreaterThan(50);
});

test.for([3, 40, 60, 100])('%i different ones of a hundred are drawn, always the same', (count) => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  const drawn = drawDistinct(items, count, 'test');
  expect(new Set(drawn).size).toBe(count);
  expect(drawDistinct(items, count, 'test')).toEqual(drawn);
});

test('held ids are those of the entities, each once', () => {
  const entities = makeEntities(1_000);
  expect([...heldIds(entities, 'test')].sort()).toEqual(entities.map(({ id }) => id).sort());
});
