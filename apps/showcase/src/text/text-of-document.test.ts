import type { TextDelta } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { localDocument } from '../editor/testing/local-document.ts';
import { noteText } from './text-of-document.ts';

test('what is too large for one operation is written all the same, and undone at once', () => {
  const document = localDocument('ab');
  const text = noteText(document);
  const told: (TextDelta | undefined)[] = [];
  text.subscribe((delta) => told.push(delta));
  // Three bytes each: more than one operation takes.
  const large = '漢'.repeat(500_000);
  text.edit([1, large]);
  expect(text.read() === `a${large}b`).toBe(true);
  expect(told.length).toBeGreaterThan(1);
  document.undo();
  expect(text.read()).toBe('ab');
});

test('a change of another text is not told', () => {
  const document = localDocument('ab');
  const told: unknown[] = [];
  noteText(document).subscribe((delta) => told.push(delta));
  document.transact((tx) => tx.tasks.insert({ title: 'a line' }));
  expect(told).toEqual([]);
});
