import { expect, test } from 'vitest';
import { spliceFromEdit, type TextSplice } from './text-splice.ts';

function applied(text: string, splice: TextSplice): string {
  return text.slice(0, splice.start) + splice.inserted + text.slice(splice.start + splice.deleted);
}

test('the caret tells which of two equal letters was typed', () => {
  expect(spliceFromEdit('aaa', 'aaaa', 1)).toEqual({ start: 0, deleted: 0, inserted: 'a' });
  expect(spliceFromEdit('aaa', 'aaaa', 4)).toEqual({ start: 3, deleted: 0, inserted: 'a' });
});

test('the caret tells which of two equal letters was deleted', () => {
  expect(spliceFromEdit('aaa', 'aa', 0)).toEqual({ start: 0, deleted: 1, inserted: '' });
  expect(spliceFromEdit('aaa', 'aa', 2)).toEqual({ start: 2, deleted: 1, inserted: '' });
});

test('replacing a selection is one splice', () => {
  expect(spliceFromEdit('one two three', 'one 2 three', 5)).toEqual({ start: 4, deleted: 3, inserted: '2' });
});

test('no change is no splice', () => {
  expect(spliceFromEdit('same', 'same', 2)).toBeUndefined();
});

test('an edit that ends elsewhere than at the caret is still found', () => {
  expect(spliceFromEdit('hello world', 'hello brave world', 0)).toEqual({
    start: 5,
    deleted: 0,
    inserted: ' brave',
  });
});

test('a character outside the basic plane is replaced whole', () => {
  expect(spliceFromEdit('a😀b', 'a😁b', 3)).toEqual({ start: 1, deleted: 2, inserted: '😁' });
  expect(spliceFromEdit('a😀b', 'a🐀b', 3)).toEqual({ start: 1, deleted: 2, inserted: '🐀' });
});

test('every small edit of a small text is recovered, wherever the caret is said to be', () => {
  const alphabet = ['a', 'b', '😀', '😁', '🐀'];
  let cases = 0;
  for (const first of alphabet) {
    for (const second of alphabet) {
      for (const third of ['', ...alphabet]) {
        const before = first + second;
        for (const after of [
          third,
          first + third,
          third + second,
          first + third + second,
          third + first + second,
        ]) {
          for (let caret = 0; caret <= after.length; caret += 1) {
            const splice = spliceFromEdit(before, after, caret);
            cases += 1;
            expect(splice === undefined ? before : applied(before, splice)).toBe(after);
            if (splice === undefined) continue;
            expect(splice.inserted.isWellFormed()).toBe(true);
            expect(before.slice(splice.start, splice.start + splice.deleted).isWellFormed()).toBe(true);
          }
        }
      }
    }
  }
  expect(cases).toBeGreaterThan(1_000);
});
