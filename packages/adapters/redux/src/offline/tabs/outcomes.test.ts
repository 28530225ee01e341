import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { type KeptEntry, notBegun, type Progress } from '../kept/kept-entry.ts';
import type { Outcome } from '../sending/outcome.ts';
import { Outcomes } from './outcomes.ts';

const kept = (progress: Partial<Progress> = {}): KeptEntry => ({
  entry: {
    ...{ id: 'a', revision: 0, idempotencyKey: 'key', lane: 'main', endpoint: 'write', request: {} },
    ...{ queuedAtMs: 1, isTokenless: false },
  },
  progress: { ...notBegun, ...progress },
});

/** Somebody who waits for one entry. */
function wait() {
  const time = new VirtualTime();
  const device = { isGone: true };
  const outcomes = new Outcomes(time, async () => device.isGone);
  const heard: Outcome[] = [];
  void outcomes.of('a').then((outcome) => heard.push(outcome));
  const pass = async (ms: number) => {
    time.advance(ms);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { outcomes, heard, device, pass };
}

test('an end that is seen before it is told waits for the word', async () => {
  const { outcomes, heard, pass } = wait();
  outcomes.compare([]);
  await pass(1_900);
  expect(heard).toEqual([]);
  outcomes.settle('a', { kind: 'done', data: 7 });
  await pass(10_000);
  expect(heard).toEqual([{ kind: 'done', data: 7 }]);
});

test('an end of which no word comes is one all the same', async () => {
  const { outcomes, heard, pass } = wait();
  outcomes.compare([]);
  await pass(2_000);
  expect(heard).toEqual([{ kind: 'elsewhere' }]);
});

test('what was not read because it is on its way to the device is not gone', async () => {
  const { outcomes, heard, device, pass } = wait();
  device.isGone = false;
  outcomes.compare([]);
  await pass(2_000);
  outcomes.compare([kept()]);
  await pass(10_000);
  expect(heard).toEqual([]);
  device.isGone = true;
  outcomes.compare([]);
  await pass(2_000);
  expect(heard).toEqual([{ kind: 'elsewhere' }]);
});

test('a refusal that was not told is read', async () => {
  const { outcomes, heard, pass } = wait();
  outcomes.compare([kept({ state: 'refused', lastError: { status: 422 } })]);
  await pass(0);
  expect(heard).toEqual([{ kind: 'refused', error: { status: 422 } }]);
});
