import type { Effect } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { afterAnswer, afterEvent, NOTHING_PENDING } from './pending-ids.ts';

function effectOn(...ids: string[]): Effect {
  return ids.map((id) => ({ kind: 'modify', table: 'tasks', id, fields: {} }));
}

test('own changes are marked until nothing waits', () => {
  const one = afterEvent(NOTHING_PENDING, { cause: 'local', effect: effectOn('a') });
  const two = afterEvent(one, { cause: 'local', effect: effectOn('a', 'b') });
  expect([...two.ids]).toEqual(['a', 'b']);
  expect(afterAnswer(two, 1)).toBe(two);
  expect(afterAnswer(two, 0).ids.size).toBe(0);
});

test('other people’s changes are not, and what stays the same keeps its identity', () => {
  expect(afterEvent(NOTHING_PENDING, { cause: 'remote', effect: effectOn('a') })).toBe(NOTHING_PENDING);
  const one = afterEvent(NOTHING_PENDING, { cause: 'local', effect: effectOn('a') });
  expect(afterEvent(one, { cause: 'local', effect: effectOn('a') })).toBe(one);
  expect(afterAnswer(NOTHING_PENDING, 0)).toBe(NOTHING_PENDING);
});
