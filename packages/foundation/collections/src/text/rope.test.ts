import { AssertionError } from '@statehouse/kernel';
import { expect, test } from 'vitest';
import { checkTextTree } from './check-text-tree.ts';
import type { PersistentText } from './persistent-text.ts';
import { diffTexts, emptyText, Rope, textFrom } from './rope.ts';
import { MIN_CHUNK, MIN_WIDTH, type TextNode } from './text-node.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz\n';

function sample(length: number): string {
  return alphabet.repeat(Math.ceil(length / alphabet.length)).slice(0, length);
}

function treeOf(text: PersistentText): TextNode {
  if (!(text instanceof Rope)) throw new TypeError('not a rope');
  const tree = text.settled();
  checkTextTree(tree);
  return tree;
}

test('the text without a character is always the same object', () => {
  expect(textFrom('')).toBe(emptyText());
  expect(textFrom('abc').splice(0, 3, '')).toBe(emptyText());
  expect(textFrom(sample(5000)).splice(0, 5000, '')).toBe(emptyText());
  expect(textFrom('abc').splice(3, 0, 'd').splice(0, 4, '')).toBe(emptyText());
  expect(emptyText().splice(0, 0, 'a').splice(0, 1, '')).toBe(emptyText());
  expect([emptyText().length, emptyText().toString(), [...emptyText().chunks()]]).toEqual([0, '', []]);
});

test('an edit that changes nothing returns the same text', () => {
  const text = textFrom(sample(5000)).splice(100, 0, 'typed');
  expect(text.splice(50, 0, '')).toBe(text);
  expect(text.splice(100, 5, 'typed')).toBe(text);
  expect(text.splice(98, 4, text.slice(98, 102))).toBe(text);
  expect(text.splice(0, 5005, text.toString())).toBe(text);
  expect(text.splice(100, 5, 'Typed')).not.toBe(text);
});

test('a splice outside the text is a bug of the caller', () => {
  const text = textFrom('abc');
  for (const [position, deleteCount] of [
    [-1, 0],
    [4, 0],
    [0, 4],
    [3, 1],
    [1, -1],
    [Number.NaN, 0],
    [0, Number.NaN],
  ] as const) {
    expect(() => text.splice(position, deleteCount, 'x')).toThrow(AssertionError);
  }
  expect(text.toString()).toBe('abc');
});

test('units are read by position, NaN outside', () => {
  const text = textFrom(sample(5000)).splice(2500, 10, 'typed');
  const whole = text.toString();
  for (let index = 0; index < whole.length; index += 1)
    expect(text.charCodeAt(index)).toBe(whole.charCodeAt(index));
  for (const index of [-1, whole.length, Number.NaN]) expect(text.charCodeAt(index)).toBeNaN();
});

test('slices reach over the run and both sides of it, and stay inside the text', () => {
  const text = textFrom(sample(3000)).splice(1500, 10, 'typed');
  const whole = text.toString();
  for (const [from, to] of [
    [0, 10],
    [1490, 1520],
    [1500, 1505],
    [1502, 1503],
    [1503, 2000],
    [1400, 1502],
    [2000, 9000],
    [-5, 5],
    [7, 7],
    [9, 3],
  ] as const) {
    expect(text.slice(from, to)).toBe(whole.slice(Math.max(0, from), Math.max(0, to)));
  }
  expect(text.slice()).toBe(whole);
  expect(text.slice(2990)).toBe(whole.slice(2990));
});

test('typing, erasing and typing over in one place leave every version as it was', () => {
  const versions: [PersistentText, string][] = [[textFrom(sample(2000)), sample(2000)]];
  const edits: [number, number, string][] = [
    [1000, 0, 'a'],
    [1001, 0, 'b'],
    [1002, 0, 'c'],
    [1002, 1, ''],
    [1001, 1, 'X'],
    [998, 3, ''],
    [998, 1, 'Y'],
    [996, 8, 'over all of it'],
    [1003, 2, ''],
    [996, 0, 'before'],
  ];
  for (const [position, deleteCount, insert] of edits) {
    const [text, whole] = versions.at(-1) ?? [emptyText(), ''];
    versions.push([
      text.splice(position, deleteCount, insert),
      whole.slice(0, position) + insert + whole.slice(position + deleteCount),
    ]);
  }
  for (const [text, whole] of versions) expect([text.toString(), text.length]).toEqual([whole, whole.length]);
});

test('two futures of one text do not disturb each other', () => {
  const base = textFrom(sample(2000)).splice(700, 0, 'typed');
  const one = base.splice(705, 0, ' one');
  const other = base.splice(705, 0, ' other').splice(0, 3, '');
  const whole = `${sample(2000).slice(0, 700)}typed`;
  expect(one.toString()).toBe(`${whole} one${sample(2000).slice(700)}`);
  expect(other.toString()).toBe(`${whole} other${sample(2000).slice(700)}`.slice(3));
  expect(base.toString()).toBe(`${whole}${sample(2000).slice(700)}`);
});

test('a paste of ten million units makes a low tree, and so does typing into it', () => {
  const pasted = sample(10_000_000);
  const text = textFrom('before after').splice(7, 0, pasted);
  expect(treeOf(text).level).toBeLessThanOrEqual(4);
  expect(text.length).toBe(10_000_012);
  expect(text.slice(5_000_000, 5_000_100)).toBe(pasted.slice(4_999_993, 5_000_093));
  expect(text.splice(7, 10_000_000, '').toString()).toBe('before after');
});

test('deleting a large text bit by bit lowers the tree until nothing is left', () => {
  const whole = sample(200_000);
  const places = [
    () => 0,
    (length: number) => length - 7,
    (length: number) => (length * 7919) % (length - 6),
  ];
  for (const place of places) {
    let text = textFrom(whole);
    let expected = whole;
    while (text.length > 7) {
      const position = place(text.length);
      text = text.splice(position, 7, '');
      if (text.length % 40 === 0) {
        const tree = treeOf(text);
        expect(tree.level).toBeLessThanOrEqual(
          Math.log(Math.max(1, tree.length / MIN_CHUNK)) / Math.log(MIN_WIDTH) + 1,
        );
      }
      expected = expected.slice(0, position) + expected.slice(position + 7);
    }
    expect(text.toString()).toBe(expected);
    expect(text.splice(0, text.length, '')).toBe(emptyText());
  }
});

test('typing a long text at one end or in the middle keeps the tree in shape', () => {
  for (const place of [() => 0, (length: number) => length, (length: number) => length >>> 1]) {
    let text = emptyText();
    for (let count = 0; count < 30_000; count += 1) {
      text = text.splice(place(text.length), 0, alphabet.charAt(count % alphabet.length));
    }
    expect(treeOf(text).level).toBeLessThanOrEqual(2);
  }
});

test('growing by pieces through several levels keeps the tree in shape, and so does thinning it out', () => {
  const piece = sample(2000);
  let text = emptyText();
  for (let count = 0; count < 3000; count += 1) {
    text = text.splice((count * 7919) % (text.length + 1), 0, piece);
    if (count % 100 === 0) treeOf(text);
  }
  expect(treeOf(text).level).toBeGreaterThanOrEqual(2);
  for (let count = 0; count < 3000 && text.length > 3000; count += 1) {
    text = text.splice((count * 104_729) % (text.length - 3000), 1900 + (count % 1000), '');
    if (count % 100 === 0) treeOf(text);
  }
});

test('chunks are not cut inside surrogate pairs', () => {
  const text = textFrom(`x${'\u{1f600}'.repeat(20_000)}`);
  for (const chunk of text.chunks()) expect(chunk.isWellFormed()).toBe(true);
});

test('a text does not differ from itself, and a typed word is the whole difference', () => {
  const text = textFrom(sample(100_000));
  expect(diffTexts(text, text)).toEqual([]);
  expect(diffTexts(text, text.splice(5000, 0, '!').splice(5000, 1, ''))).toEqual([]);
  expect(diffTexts(text, text.splice(50_000, 3, 'WORD'))).toEqual([
    { position: 50_000, removed: text.slice(50_000, 50_003), inserted: 'WORD' },
  ]);
});
