import { countryOf } from '../../src/rooms/checkout/shop/countries.ts';
import type { Address, AddressField, AddressVerdict } from '../../src/rooms/checkout/shop/shop-data.ts';

/** What the shop thinks of an address: the codes of its country, a street with a number in it; and how it would write it. */
export function checkAddress(given: Address): AddressVerdict {
  const address: Address = {
    name: tidy(given.name),
    street: tidy(given.street),
    city: tidy(given.city),
    postalCode: tidy(given.postalCode).toUpperCase(),
    country: tidy(given.country),
  };
  const problems: Partial<Record<AddressField, string>> = {};
  if (address.name === '') problems.name = 'Somebody has to be named.';
  if (!/\d/.test(address.street)) problems.street = 'A street has a number.';
  if (!/\p{L}{2}/u.test(address.city)) problems.city = 'A city has a name.';
  const country = countryOf(address.country);
  if (country === undefined) problems.country = 'The shop does not deliver there.';
  else if (country.postalCode !== undefined && !country.postalCode.pattern.test(address.postalCode))
    problems.postalCode = `Postal codes of ${address.country} look like ${country.postalCode.example}.`;
  return Object.keys(problems).length === 0 ? { kind: 'valid', address } : { kind: 'invalid', problems };
}

function tidy(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
