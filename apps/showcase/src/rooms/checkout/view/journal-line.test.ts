import type { JournalEntry } from '@statehouse/hub';
import { expect, test } from 'vitest';
import { journalLineOf } from './journal-line.ts';

const entry = (name: string, before: unknown, after: unknown): JournalEntry => ({
  id: 7,
  kind: 'event',
  name,
  origin: 'local',
  causeId: 6,
  atMs: 0,
  durationMs: 0,
  outcome: { kind: 'applied' },
  changes: [{ store: 'checkout', kind: 'event', name, input: undefined, states: { before, after } }],
});

test('an entry says from where to where it led', () => {
  const line = journalLineOf(
    entry('xstate.done.actor.pay', { value: { payment: 'processing' } }, { value: 'receipt' }),
  );
  expect(line).toEqual({
    id: 7,
    name: 'pay done',
    effect: 'payment.processing → receipt',
    notes: [],
    causeId: 6,
    isRefused: false,
  });
});

test('an entry that leads nowhere else says where it was, and one of another store nothing', () => {
  expect(journalLineOf(entry('ADD_ITEM', { value: 'cart' }, { value: 'cart' })).effect).toBe('in cart');
  expect(journalLineOf(entry('shop behaves', { checks: 'prompt' }, { checks: 'slow' })).effect).toBe('');
  const noted = entry('SUBMIT_SHIPPING', { value: 'cart' }, { value: 'cart' });
  const [change] = noted.changes;
  const notes = [
    { kind: 'guard', name: 'isFormFilled', passed: false },
    { kind: 'action', name: 'askForm' },
  ] as const;
  const changes = change === undefined ? [] : [{ ...change, notes }];
  expect(journalLineOf({ ...noted, changes }).notes).toEqual(['isFormFilled? no', 'askForm']);
  const thin = { ...entry('ADD_ITEM', 1, 2), changes: [] };
  expect(journalLineOf(thin).effect).toBeUndefined();
});
