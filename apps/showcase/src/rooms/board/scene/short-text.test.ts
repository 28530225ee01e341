import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortText } from './short-text.ts';

test('a text is cut to its length, but not within a character', () => {
  expect(shortText('ab😀', 4)).toBe('ab😀');
  expect(shortText('ab😀c', 4)).toBe('ab😀');
  expect(shortText('ab😀c', 3)).toBe('ab');
  expect(shortText('', 3)).toBe('');
});

test('whatever the text, a document can hold what is left of it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.integer({ min: 1, max: 12 }),
      (text, most) => {
        const cut = shortText(text, most);
        expect(
          cut.isWellFormed() && cut.length <= most && cut.length >= Math.min(text.length, most) - 1,
        ).toBe(true);
        expect(text.toWellFormed().startsWith(cut)).toBe(true);
      },
    ),
    cases(500),
  );
  expect(shortText('\ud800x', 2)).toBe('\ufffdx');
});
