import { describe, expect, test } from 'vitest';
import type { Difference } from '../patch/patch.ts';
import { type ChangeId, Replica } from './replica.ts';

const set = (key: string, value: unknown): readonly Difference[] => [{ path: [key], kind: 'set', value }];
const by = (tab: string, sequence: number): ChangeId => ({ tab, sequence });

function leading(): Replica {
  const replica = new Replica('leader', {});
  replica.lead(1, { parts: {}, applied: new Map() });
  return replica;
}

/** A tab that follows a leader from where that is. */
function following(leader: Replica): Replica {
  const replica = new Replica('follower', {});
  replica.adopt(leader.welcome);
  return replica;
}

describe('who follows', () => {
  test('takes each change once, and notices that one is missing', () => {
    const leader = leading();
    const follower = following(leader);
    const [first, second] = [1, 2].map((at) => leader.order(by('other', at), { differences: set('a', at) }));
    if (first === undefined || second === undefined) return;
    expect(follower.confirm(second)).toBe('missing');
    expect([follower.position, follower.base]).toEqual([0, {}]);
    expect([first, second, first, second].map((each) => follower.confirm(each))).toEqual([
      'new',
      'new',
      'same',
      'same',
    ]);
    expect([follower.position, follower.base]).toEqual([2, { a: 2 }]);
  });

  test('keeps what no leader has ordered, and drops what one has, when it begins anew', () => {
    const leader = leading();
    const follower = following(leader);
    follower.submit({ differences: set('a', 'first') });
    const second = follower.submit({ differences: set('b', 'second') });
    leader.order(by('follower', 1), { differences: set('a', 'first') });
    follower.adopt(leader.welcome);
    expect(follower.pending).toEqual([second]);
    expect([follower.base, follower.shown]).toEqual([{ a: 'first' }, { a: 'first', b: 'second' }]);
  });

  test('sends again what the last leader had ordered and not made durable', () => {
    const leader = leading();
    const follower = following(leader);
    const ordered = [1, 2, 3].map((at) => leader.order(by('other', at), { differences: set('a', at) }));
    for (const change of ordered) follower.confirm(change);
    follower.settle(1);
    follower.submit({ differences: set('b', 1) });
    const next = new Replica('next', {});
    next.lead(2, { parts: { a: 1 }, applied: new Map([['other', 1]]) });
    follower.adopt(next.welcome);
    expect(follower.pending.map(({ tab, sequence }) => [tab, sequence])).toEqual([
      ['other', 2],
      ['other', 3],
      ['follower', 1],
    ]);
  });

  test('does not take back what it knows to be durable, until that is deleted', () => {
    const leader = leading();
    const follower = following(leader);
    for (const at of [1, 2]) follower.confirm(leader.order(by('other', at), { differences: set('a', at) }));
    follower.settle(2);
    follower.settle(1);
    expect([follower.saved, follower.isSaved, follower.welcome.tail]).toEqual([2, true, []]);
    follower.forget();
    expect([follower.saved, follower.isSaved]).toEqual([-1, false]);
  });
});

describe('who leads', () => {
  test('takes the changes of a tab one after the other', () => {
    const leader = leading();
    leader.order(by('other', 4), { differences: set('a', 4) });
    expect([3, 4, 5, 6].map((at) => leader.isNext(by('other', at)))).toEqual([false, false, true, false]);
    expect(leader.isNext(by('stranger', 7))).toBe(true);
  });

  test('remembers 64 tabs, those that were heard of last', () => {
    const leader = leading();
    for (let at = 0; at < 64; at += 1) leader.order(by(`tab ${at}`, 1), { differences: [] });
    leader.order(by('tab 0', 2), { differences: [] });
    leader.order(by('tab 64', 1), { differences: [] });
    expect(leader.applied.size).toBe(64);
    expect([leader.applied.get('tab 0'), leader.applied.has('tab 1'), leader.applied.get('tab 64')]).toEqual([
      2,
      false,
      1,
    ]);
  });

  test('of nothing that is durable begins with what it has, and its changes that are not', () => {
    const leader = leading();
    for (const at of [1, 2, 3]) leader.order(by('other', at), { differences: set('a', at) });
    leader.settle(1);
    leader.lead(2, undefined);
    expect([leader.position, leader.saved, leader.base]).toEqual([2, -1, { a: 3 }]);
    expect(leader.welcome.tail.map(({ position, sequence }) => [position, sequence])).toEqual([
      [1, 2],
      [2, 3],
    ]);
  });
});
