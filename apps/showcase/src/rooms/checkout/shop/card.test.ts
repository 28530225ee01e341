import { expect, test } from 'vitest';
import { labelOfCard, problemsOfCard } from './card.ts';

const NOW = Date.UTC(2026, 10, 15);
const GOOD = { number: '4242 4242 4242 4242', expiry: '11/26', code: '123' };

test('a good card has no problems, in its last month too', () => {
  expect(problemsOfCard(GOOD, NOW)).toEqual({});
  expect(problemsOfCard({ number: '5555-5555-5555-4444', expiry: '04 / 29', code: '1234' }, NOW)).toEqual({});
});

test('a wrong digit, a past month and a short code are told at their fields', () => {
  expect(problemsOfCard({ ...GOOD, number: '4242 4242 4242 4243' }, NOW)).toEqual({
    number: 'One of the digits is not right.',
  });
  expect(Object.keys(problemsOfCard({ number: '1234', expiry: '10/26', code: '12' }, NOW))).toEqual([
    'number',
    'expiry',
    'code',
  ]);
  expect(problemsOfCard({ ...GOOD, expiry: '13/29' }, NOW)).toHaveProperty('expiry');
});

test('of a card no more is shown than who issued it, and four digits', () => {
  expect(labelOfCard(GOOD)).toBe('Visa ending in 4242');
  expect(labelOfCard({ ...GOOD, number: '5555555555554444' })).toBe('Mastercard ending in 4444');
  expect(labelOfCard({ ...GOOD, number: '371449635398431' })).toBe('American Express ending in 8431');
});
