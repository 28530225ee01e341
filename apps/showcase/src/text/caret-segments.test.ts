import { expect, test } from 'vitest';
import { type RemoteCaret, segmentsFromCarets } from './caret-segments.ts';

function caret(name: string, anchor: number, head = anchor): RemoteCaret {
  return { connection: name, name, color: 0, anchor, head };
}

test('the runs joined give the text back', () => {
  const segments = segmentsFromCarets('hello world', [caret('ada', 2), caret('ben', 4, 9), caret('cy', 11)]);
  expect(segments.map((segment) => segment.text).join('')).toBe('hello world');
});

test('a caret stands before the run at its place, also at the end', () => {
  const segments = segmentsFromCarets('abc', [caret('ada', 1), caret('ben', 3)]);
  expect(segments.map(({ text, caretsBefore }) => [text, caretsBefore.map(({ name }) => name)])).toEqual([
    ['a', []],
    ['bc', ['ada']],
    ['', ['ben']],
  ]);
});

test('a selection colours what lies between its ends, whichever way it was made', () => {
  for (const selection of [caret('ada', 1, 3), caret('ada', 3, 1)]) {
    const selected = segmentsFromCarets('abcd', [selection]).filter(
      ({ selectedBy }) => selectedBy?.name === 'ada',
    );
    expect(selected.map(({ text }) => text)).toEqual(['bc']);
  }
});

test('a caret beyond the text is shown at its end', () => {
  const segments = segmentsFromCarets('ab', [caret('ada', 99)]);
  expect(segments.at(-1)?.caretsBefore).toHaveLength(1);
});

test('an empty text is one empty run', () => {
  expect(segmentsFromCarets('', [])).toEqual([
    { start: 0, text: '', caretsBefore: [], selectedBy: undefined },
  ]);
});
