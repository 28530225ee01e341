import { type KeyPart, orderedIndexFrom } from '@statehouse/collections';
import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOfPrefix, rangeOfPrefix } from './prefix.ts';

/** Code units around the seams: what follows a high surrogate, a low one, and the last of all. */
const codeUnits = fc.constantFrom(
  'a',
  'b',
  '\ud7ff',
  '\ud83d',
  '\udbff',
  '\udc00',
  '\udfff',
  '\ufffe',
  '\uffff',
);
const strings = fc.array(codeUnits, { maxLength: 4 }).map((units) => units.join(''));

test('the range of a prefix holds what begins with it, whatever its last code unit is', () => {
  fc.assert(
    fc.property(strings, fc.array(strings, { maxLength: 12 }), (prefix, others) => {
      const words: KeyPart[] = [...others, prefix, ...others.map((other) => prefix + other)];
      const entries = words.map((_, slot) => slot);
      const index = orderedIndexFrom({ parts: 1 }, { columns: [words], entries }, String);
      const found = [...index.range(rangeOfPrefix(prefix))].sort((one, other) => one - other);
      expect(found).toEqual(entries.filter((slot) => String(words[slot]).startsWith(prefix)));
    }),
    cases(500),
  );
});

test('behind a high surrogate stands a low one, and behind the last code unit the letter before it goes up', () => {
  expect(endOfPrefix('a\udbff')).toBe('a\udc00');
  expect(endOfPrefix('a\uffff\uffff')).toBe('b');
  expect(endOfPrefix('\uffff')).toBeUndefined();
  expect(endOfPrefix('')).toBeUndefined();
});
