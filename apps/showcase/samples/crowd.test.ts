import { canonicalSnapshot, checkIntegrity, createDatabase } from '@statehouse/db';
import { seededRandom } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { ELEMENT_KINDS, schema } from '../schema.ts';
import { fillCrowd } from './crowd.ts';
import { misfitOf } from './label-fit.ts';

function crowd(count: number, seed: number) {
  const database = createDatabase({ schema, random: seededRandom(1), client: 'measurer' });
  const { conflicts } = database.transact((tx) => fillCrowd(tx, count, seed), { split: true });
  expect(conflicts).toEqual([]);
  return database.snapshot;
}

test.each([1, 16, 17, 1_000])('a crowd has exactly the %d elements that were asked for', (count) => {
  const snapshot = crowd(count, 7);
  expect(snapshot.table('elements').all()).toHaveLength(count);
  expect(checkIntegrity(snapshot)).toEqual([]);
});

test('the same seed makes the same crowd, another seed another one', () => {
  expect(canonicalSnapshot(crowd(200, 7))).toBe(canonicalSnapshot(crowd(200, 7)));
  expect(canonicalSnapshot(crowd(200, 7))).not.toBe(canonicalSnapshot(crowd(200, 8)));
});

test('ten thousand elements go in by a transaction that is split', () => {
  expect(crowd(10_000, 7).table('elements').all()).toHaveLength(10_000);
});

test('a crowd is mixed: kinds, colours, and some that are turned', () => {
  const elements = crowd(1_000, 7).table('elements').all();
  const kinds = new Set(elements.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(ELEMENT_KINDS.filter((kind) => kind !== 'image').sort());
  expect(new Set(elements.map(({ color }) => color)).size).toBeGreaterThan(5);
  const turned = elements.filter(({ rotation }) => rotation !== 0).length;
  expect(turned).toBeGreaterThan(100);
  expect(turned).toBeLessThan(300);
});

test('the labels of a crowd fit', () => {
  const misfits = crowd(1_000, 7)
    .table('elements')
    .all()
    .flatMap(
      ({ kind, color, label, ...placement }) =>
        misfitOf({ kind, color, label: label.toString(), placement, children: [] }) ?? [],
    );
  expect(misfits).toEqual([]);
});
