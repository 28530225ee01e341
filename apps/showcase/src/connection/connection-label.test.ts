import { expect, test } from 'vitest';
import { NETWORK_MODES } from '../session/dev-session.ts';
import { type ConnectionView, networkWords, pillLabel, shortCount } from './connection-label.ts';

function view(link: ConnectionView['link'], pending = 0, isReadOnly = false): ConnectionView {
  return { link, pending, isReadOnly };
}

test('says in few words how things stand', () => {
  expect(pillLabel(view({ kind: 'live' }), 0).text).toBe('live');
  expect(pillLabel(view({ kind: 'live' }, 3), 0).text).toBe('syncing 3');
  expect(pillLabel(view({ kind: 'offline' }, 12), 0).text).toBe('offline · 12 waiting');
  expect(pillLabel(view({ kind: 'offline' }), 0).text).toBe('offline');
  expect(pillLabel(view({ kind: 'live' }, 0, true), 0).text).toBe('read only');
  expect(pillLabel(view({ kind: 'connecting' }), 0).text).toBe('connecting');
});

test('counts down to the next attempt, and never below one second', () => {
  const link = { kind: 'reconnecting', retryAtMs: 10_000 } as const;
  expect(pillLabel(view(link), 6_000).text).toBe('reconnecting in 4 s');
  expect(pillLabel(view(link), 9_999).text).toBe('reconnecting in 1 s');
  expect(pillLabel(view(link), 10_000).text).toBe('reconnecting');
  expect(pillLabel(view(link, 2), 6_000).text).toBe('reconnecting in 4 s · 2 waiting');
});

test('only waiting edits are amber', () => {
  expect(pillLabel(view({ kind: 'live' }), 0).tone).toBe('calm');
  expect(pillLabel(view({ kind: 'live' }, 1), 0).tone).toBe('pending');
  expect(pillLabel(view({ kind: 'offline' }), 0).tone).toBe('away');
});

test('large counts are short', () => {
  expect([999, 1_000, 12_449, 3_000_000].map(shortCount)).toEqual(['999', '1k', '12.4k', '3M']);
});

test('each mode of the network is explained in a line of its own', () => {
  const lines = NETWORK_MODES.map(networkWords);
  expect(new Set(lines).size).toBe(4);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(60);
});
