import { ConflictKind } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { conflictReason, writtenText } from './conflict-words.ts';

test('every kind of conflict has its words', () => {
  for (const kind of Object.values(ConflictKind)) {
    expect(conflictReason(kind, 'the line')).toMatch(/^[A-Z].*\.$/);
  }
});

test('what was written is shown without the machinery around it', () => {
  const lost = { title: { kind: 'text', incarnation: 'c:1', delta: [4, 'brave ', -2] } };
  expect(writtenText(lost)).toBe('brave ');
  expect(writtenText({ title: 'milk', done: true })).toBe('milk');
});

test('what holds no writing is shown as it is', () => {
  expect(writtenText({ done: true })).toBe('{"done":true}');
});
