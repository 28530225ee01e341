import { expect, test } from 'vitest';
import { COUNTRIES } from '../../src/rooms/checkout/shop/countries.ts';
import type { Address } from '../../src/rooms/checkout/shop/shop-data.ts';
import { checkAddress } from './check-address.ts';

const ADA: Address = {
  name: 'Ada Lovelace',
  street: 'St James’s Square 12',
  city: 'London',
  postalCode: 'SW1Y 4LE',
  country: 'United Kingdom',
};

test('a good address comes back as the shop writes it', () => {
  const given = { ...ADA, name: '  Ada   Lovelace ', postalCode: ' sw1y 4le ' };
  expect(checkAddress(given)).toEqual({ kind: 'valid', address: ADA });
});

test('each field that is wrong is told of at once', () => {
  const nowhere = { name: ' ', street: 'Long Lane', city: '7', postalCode: '1', country: 'Atlantis' };
  const verdict = checkAddress(nowhere);
  expect(verdict.kind === 'invalid' && Object.keys(verdict.problems)).toEqual([
    'name',
    'street',
    'city',
    'country',
  ]);
  expect(checkAddress({ ...ADA, postalCode: '12345' })).toEqual({
    kind: 'invalid',
    problems: { postalCode: 'Postal codes of United Kingdom look like N1 5LH.' },
  });
  expect(checkAddress({ ...ADA, country: 'constructor' }).kind).toBe('invalid');
});

test('the code that stands as an example for a country is one', () => {
  for (const [country, { postalCode }] of Object.entries(COUNTRIES))
    expect({
      country,
      kind: checkAddress({ ...ADA, country, postalCode: postalCode?.example ?? '' }).kind,
    }).toEqual({ country, kind: 'valid' });
});
