import { expect, test } from 'vitest';
import { wordsIn } from './words.ts';

test('words are compared without case, accents, width and ligatures', () => {
  expect(wordsIn('Café CAFE ＣＡＦＥ́ oﬃce')).toEqual(['cafe', 'cafe', 'cafe', 'office']);
});

test('punctuation parts words, an apostrophe does not', () => {
  expect(wordsIn("We can’t, don't; re-use foo_bar 3.5")).toEqual([
    'we',
    'cant',
    'dont',
    're',
    'use',
    'foo',
    'bar',
    '3',
    '5',
  ]);
});

test('vowel signs belong to their word', () => {
  expect(wordsIn('हिंदी भाषा')).toHaveLength(2);
});

test('scripts without spaces give a word for each letter', () => {
  expect(wordsIn('東京タワー 2024')).toEqual(['東', '京', 'タ', 'ワ', 'ー', '2024']);
});

test('a word of any length is cut where nobody would type on', () => {
  expect(wordsIn('x'.repeat(5_000))).toEqual(['x'.repeat(64)]);
});
