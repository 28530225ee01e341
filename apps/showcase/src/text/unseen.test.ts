import { expect, test } from 'vitest';
import { typedOver } from './unseen.ts';

test('typing where somebody has written meanwhile goes on before it, as it would had it been shown', () => {
  expect(typedOver([2, '!'], [2, 'x'])).toEqual({ unseen: [3, '!'], delta: [2, 'x'] });
});

test('what replaces a word stays behind what somebody has written before the word', () => {
  expect(typedOver([2, '!'], [2, 'x', -1])).toEqual({ unseen: [2, '!'], delta: [3, 'x', -1] });
});

test('with nothing unseen an edit is the document’s as it is', () => {
  expect(typedOver([], [2, 'x'])).toEqual({ unseen: [], delta: [2, 'x'] });
});
