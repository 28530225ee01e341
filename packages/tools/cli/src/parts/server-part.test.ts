import { expect, test } from 'vitest';
import { faultOfParts, isPartList, isRunningPart } from './server-part.ts';

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

test('a running part can be closed, and may answer', () => {
  const close = () => Promise.resolve();
  for (const part of [{ close }, { close, handle: undefined }, { close, handle: () => {} }])
    expect(isRunningPart(part)).toBe(true);
  for (const part of [undefined, null, {}, { handle: () => {} }, { close, handle: 'GET' }, close])
    expect(isRunningPart(part)).toBe(false);
});
