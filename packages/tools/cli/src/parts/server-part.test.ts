import { expect, test } from 'vitest';
import { faultOfParts, isPartList } from './server-part.ts';

const start = () => ({ close: () => Promise.resolve() });

test('a list of parts has names for addresses, each once', () => {
  expect(isPartList([])).toBe(true);
  expect(
    isPartList([
      { name: 'shop', start },
      { name: 'shop-2', start },
    ]),
  ).toBe(true);
  const wrong: [unknown, RegExp][] = [
    [{}, /not a list/],
    [[{ name: 'shop' }], /no `start`/],
    [[{ start }], /no `name`/],
    [[null], /item 0/],
    [[{ name: '../shop', start }], /not a name/],
    [[{ name: 'Shop', start }], /not a name/],
    [
      [
        { name: 'shop', start },
        { name: 'shop', start },
      ],
      /two are named/,
    ],
  ];
  for (const [parts, words] of wrong) expect(faultOfParts(parts)).toMatch(words);
});
