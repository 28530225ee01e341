import { expect, test } from 'vitest';
import { Candidacy } from './candidacy.ts';
import type { LockRequest, TabLocks } from './tab-locks.ts';

/** Locks that do what a test says, and a candidate. */
function candidate() {
  const log: string[] = [];
  const requests: LockRequest[] = [];
  const locks: TabLocks = {
    request(_, request) {
      requests.push(request);
      const number = requests.length;
      log.push(`${request.steal === true ? 'steals' : 'waits'} ${number}`);
      return () => log.push(`waits no more ${number}`);
    },
  };
  const candidacy = new Candidacy(locks, 'name', {
    onHeld: () => log.push('holds'),
    onLost: () => log.push('has lost'),
    onFailed: (reason) => log.push(`failed: ${String(reason)}`),
  });
  const hold = (number: number) => requests[number - 1]?.onHeld(() => log.push(`releases ${number}`));
  const lose = (number: number) => requests[number - 1]?.onLost();
  const fail = (number: number) => requests[number - 1]?.onFailed('no locks');
  return { log, candidacy, hold, lose, fail };
}

test('stands once, holds what it gets, and gives it back', () => {
  const { log, candidacy, hold } = candidate();
  candidacy.stand();
  candidacy.stand();
  hold(1);
  candidacy.stand();
  candidacy.steal();
  candidacy.withdraw();
  candidacy.withdraw();
  expect(log).toEqual(['waits 1', 'holds', 'releases 1']);
});

test('steals in the place of waiting', () => {
  const { log, candidacy, hold } = candidate();
  candidacy.stand();
  candidacy.steal();
  hold(2);
  expect(log).toEqual(['waits 1', 'waits no more 1', 'steals 2', 'holds']);
});

test('gives back at once what comes after it has withdrawn, and hears no more of it', () => {
  const { log, candidacy, hold, lose, fail } = candidate();
  candidacy.stand();
  candidacy.withdraw();
  hold(1);
  lose(1);
  fail(1);
  expect(log).toEqual(['waits 1', 'waits no more 1', 'releases 1']);
});

test('hears late that it has lost what it gave back, and keeps what it holds now', () => {
  const { log, candidacy, hold, lose } = candidate();
  candidacy.stand();
  hold(1);
  candidacy.withdraw();
  candidacy.stand();
  hold(2);
  lose(1);
  candidacy.withdraw();
  expect(log).toEqual(['waits 1', 'holds', 'releases 1', 'waits 2', 'holds', 'releases 2']);
});

test('tells that it has lost, and can stand again', () => {
  const { log, candidacy, hold, lose } = candidate();
  candidacy.stand();
  hold(1);
  lose(1);
  candidacy.stand();
  expect(log).toEqual(['waits 1', 'holds', 'has lost', 'waits 2']);
});
