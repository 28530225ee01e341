import { expect, test } from 'vitest';
import {
  EMPTY_FORMS,
  type FieldName,
  FORMS,
  type Forms,
  isFilled,
  problemsOf,
  problemsToSay,
  withAsked,
  withField,
  withLeft,
  withObjections,
} from './forms.ts';

const FILLED: Partial<Record<FieldName, string>> = {
  name: 'Ada Lovelace',
  street: 'St James’s Square 12',
  city: 'London',
  country: 'United Kingdom',
};

const filledIn = (values: Partial<Record<FieldName, string>>): Forms => ({
  ...EMPTY_FORMS,
  values: { ...EMPTY_FORMS.values, ...values },
});

test('nothing is said about fields in which nothing was entered, though much is missing', () => {
  for (const form of ['shipping', 'paypal', 'crypto'] as const) {
    const passedThrough = FORMS[form].reduce<Forms>(withLeft, EMPTY_FORMS);
    expect(problemsToSay(passedThrough, form)).toEqual({});
    expect(Object.keys(problemsOf(passedThrough, form)).length).toBeGreaterThan(0);
  }
});

test('a field that was entered and left is judged, and the others are not', () => {
  const typing = withField(EMPTY_FORMS, 'payerEmail', 'ada');
  expect(problemsToSay(typing, 'paypal')).toEqual({});
  expect(Object.keys(problemsToSay(withLeft(typing, 'payerEmail'), 'paypal'))).toEqual(['payerEmail']);
  const emptied = withField(withLeft(withField(EMPTY_FORMS, 'city', 'X'), 'city'), 'city', '');
  expect(problemsToSay(emptied, 'shipping')).toEqual({ city: 'Say the city.' });
});

test('a form that is handed in is told all that is missing, and only that', () => {
  const asked = withAsked(withField(EMPTY_FORMS, 'city', 'London'), 'shipping');
  expect(Object.keys(problemsToSay(asked, 'shipping'))).toEqual(['name', 'street', 'country']);
  expect(problemsToSay(asked, 'paypal')).toEqual({});
  expect(isFilled(asked, 'shipping')).toBe(false);
  expect(isFilled(filledIn(FILLED), 'shipping')).toBe(true);
});

test('what the shop objected to stays said until the field is changed', () => {
  const objected = withObjections(withAsked(filledIn(FILLED), 'shipping'), {
    city: 'There is no such city.',
    postalCode: 'Codes look like N1 5LH.',
  });
  expect(problemsToSay(objected, 'shipping')).toEqual(objected.objections);
  expect(problemsToSay(withField(objected, 'city', 'Leeds'), 'shipping')).toEqual({
    postalCode: 'Codes look like N1 5LH.',
  });
  expect(withField(objected, 'city', 'London')).toBe(objected);
});

test('a wallet is judged by its coin', () => {
  const eth = `0x${'a'.repeat(40)}`;
  const on = (coin: string, wallet: string) => Object.keys(problemsOf(filledIn({ coin, wallet }), 'crypto'));
  expect(on('ETH', eth)).toEqual([]);
  expect(on('BTC', eth)).toEqual(['wallet']);
  expect(on('', eth)).toEqual(['coin']);
  expect(on('BTC', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq')).toEqual([]);
  expect(on('DOGE', eth)).toEqual(['coin', 'wallet']);
});
