import { seededRandom } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { type Failure, type KeptEntry, notBegun, type Progress } from '../kept/kept-entry.ts';
import { begin, edit, noteFailure, renew } from './attempt.ts';

const settings = {
  backoff: { initialMs: 1_000, maxMs: 8_000, jitter: 0 },
  random: seededRandom(1),
  nowMs: 50_000,
  poisonAfter: 3,
};

const failed = (before: Progress, verdict: Failure, retryAfterMs?: number) =>
  noteFailure(before, { verdict, error: null, retryAfterMs }, settings);

const kept = (progress: Progress): KeptEntry => ({
  entry: {
    ...{ id: '000000001.00000.tab', revision: 2, idempotencyKey: 'old', lane: 'main', endpoint: 'write' },
    ...{ request: { url: 'notes' }, queuedAtMs: 1, isTokenless: false },
  },
  progress,
});

test('what has begun may have been applied, until an answer says that it was not', () => {
  expect(begin(kept(notBegun)).progress).toMatchObject({ state: 'sending', attempts: 1, isUncertain: true });
  const unanswered = failed(notBegun, 'unanswered');
  expect(unanswered).toMatchObject({ state: 'queued', attempts: 1, isUncertain: true });
  expect(failed(notBegun, 'failed').isUncertain).toBe(true);
  expect(failed(unanswered, 'refused').isUncertain).toBe(false);
});

test('who does not know who asks says nothing of what was sent before', () => {
  expect(failed(notBegun, 'unauthorized').isUncertain).toBe(false);
  expect(failed(failed(notBegun, 'unanswered'), 'unauthorized').isUncertain).toBe(true);
});

test('a server that wants to be left alone is, but not for less than without a word', () => {
  expect(failed(notBegun, 'failed', 20_000)).toMatchObject({ nextAttemptAtMs: 70_000, waitMs: 20_000 });
  expect(failed(notBegun, 'failed', 10)).toMatchObject({ nextAttemptAtMs: 51_000, waitMs: 1_000 });
});

test('what was refused goes on under another key, what may have been applied under its own', () => {
  const refused = kept(failed(notBegun, 'refused'));
  expect(renew(refused, () => 'new')).toMatchObject({
    entry: { idempotencyKey: 'new', revision: 3 },
    progress: notBegun,
  });
  let poison = notBegun;
  for (let failure = 0; failure < 3; failure += 1) poison = failed(poison, 'failed');
  expect(poison.state).toBe('refused');
  const { entry, progress } = renew(kept(poison), () => 'new');
  expect(entry).toMatchObject({ idempotencyKey: 'old', revision: 2 });
  expect(progress).toMatchObject({ state: 'queued', answers: 0, failures: 0, isUncertain: true });
});

test('an edit of what was sent goes under another key', () => {
  const command = { kind: 'edit', id: '', request: { url: 'other' }, evenIfSent: true } as const;
  expect(edit(kept(notBegun), command, () => 'new').entry.idempotencyKey).toBe('old');
  const sent = edit(kept(failed(notBegun, 'unanswered')), command, () => 'new');
  expect(sent).toMatchObject({
    entry: { idempotencyKey: 'new', request: { url: 'other' } },
    progress: notBegun,
  });
});
