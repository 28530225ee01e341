import { expect, test } from 'vitest';
import { type KeptEntry, notBegun, type Progress } from '../kept/kept-entry.ts';
import { planSends, type Situation } from './plan.ts';

const kept = (at: number, lane: string, progress: Partial<Progress> = {}): KeptEntry => ({
  entry: {
    ...{ id: `00000000${at}.00000.tab`, revision: 0, idempotencyKey: `key ${at}`, lane, endpoint: 'write' },
    ...{ request: {}, queuedAtMs: 1, isTokenless: at % 2 === 0 },
  },
  progress: { ...notBegun, ...progress },
});

const plan = (list: readonly KeptEntry[], others: Partial<Situation> = {}) => {
  const situation: Situation = {
    ...{ kept: list, busy: new Map(), nowMs: 1_000, isHalted: false, whenRefused: 'go on' },
    maySend: () => true,
    ...others,
  };
  const { due, wakeAtMs } = planSends(situation);
  return { due: due.map(({ entry }) => entry.idempotencyKey), wakeAtMs };
};

test('of each lane the first that is not refused is due, of a busy lane none', () => {
  const list = [kept(1, 'a', { state: 'refused' }), kept(2, 'a'), kept(3, 'a'), kept(4, 'b'), kept(5, 'c')];
  expect(plan(list, { busy: new Map([['c', true]]) }).due).toEqual(['key 2', 'key 4']);
  expect(plan(list, { whenRefused: 'hold' }).due).toEqual(['key 4', 'key 5']);
  expect(plan(list, { isHalted: true }).due).toEqual([]);
});

test('what stands behind something that this sender may not send waits too', () => {
  const list = [kept(1, 'a'), kept(2, 'a'), kept(4, 'b')];
  expect(plan(list, { maySend: ({ isTokenless }) => isTokenless }).due).toEqual(['key 4']);
});

test('what waits falls due at its time, and has its lane wait', () => {
  const list = [kept(1, 'a', { nextAttemptAtMs: 1_400, waitMs: 500 }), kept(2, 'a')];
  const other = kept(3, 'b', { nextAttemptAtMs: 1_300, waitMs: 500 });
  expect(plan([...list, other])).toEqual({ due: [], wakeAtMs: 1_300 });
  expect(plan(list, { nowMs: 1_400 }).due).toEqual(['key 1']);
});

test('a clock that is set back has nothing wait longer than it was to', () => {
  const list = [kept(1, 'a', { nextAttemptAtMs: 1_500, waitMs: 500 })];
  expect(plan(list, { nowMs: 1_000 })).toEqual({ due: [], wakeAtMs: 1_500 });
  expect(plan(list, { nowMs: 999 })).toEqual({ due: ['key 1'], wakeAtMs: undefined });
});
