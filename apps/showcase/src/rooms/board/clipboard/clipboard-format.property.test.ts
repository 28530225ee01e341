import { createDatabase } from '@statehouse/db';
import { cases, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPictureSource } from '../../../../picture-source.ts';
import { ELEMENT_COLORS, ELEMENT_KINDS, schema } from '../../../../schema.ts';
import { type ElementDraft, insertElements } from '../actions/insert-elements.ts';
import {
  draftsFromText,
  LONGEST_LABEL,
  MOST_PASTED,
  textFromDrafts,
  wellFormed,
} from './clipboard-format.ts';

const FORMAT = 'statehouse/board/1';
const number = fc.double({ min: -1e7, max: 1e7, noNaN: true }).map((value) => value + 0);
const side = fc.double({ min: 0.01, max: 1e6, noNaN: true });
const picture = fc.record({
  name: fc.string({ maxLength: 20 }),
  source: fc.base64String({ minLength: 4, maxLength: 40 }).map((data) => `data:image/webp;base64,${data}`),
  width: fc.integer({ min: 1, max: 4_000 }),
  height: fc.integer({ min: 1, max: 4_000 }),
});

const { draft } = fc.letrec<{ readonly draft: ElementDraft; readonly children: readonly ElementDraft[] }>(
  (tie) => ({
    children: fc.array(tie('draft'), { maxLength: 3, depthIdentifier: 'nesting' }),
    draft: fc.oneof(
      { depthSize: 'small', depthIdentifier: 'nesting' },
      element(fc.constant([])),
      element(tie('children')),
    ),
  }),
);

function element(children: fc.Arbitrary<readonly ElementDraft[]>): fc.Arbitrary<ElementDraft> {
  const shared = {
    placement: fc.record({ x: number, y: number, width: side, height: side, rotation: number }),
    color: fc.constantFrom(...ELEMENT_COLORS),
    label: fc.string({ unit: 'grapheme', maxLength: 30 }),
    children,
  };
  const kinds = ELEMENT_KINDS.filter((kind) => kind !== 'image');
  return fc.oneof(
    fc.record({ kind: fc.constantFrom(...kinds), ...shared }),
    fc.record({ kind: fc.constant<'image'>('image'), ...shared, picture }),
  );
}

function count(drafts: readonly ElementDraft[]): number {
  let found = 0;
  const waiting = [...drafts];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found += 1;
    waiting.push(...next.children);
  }
  return found;
}

/** Whatever was read, a document can hold it. */
function expectSound(drafts: readonly ElementDraft[]): void {
  expect(count(drafts)).toBeLessThanOrEqual(MOST_PASTED);
  const waiting = [...drafts];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { kind, color, label, placement, children } = next;
    expect(ELEMENT_KINDS).toContain(kind);
    expect(ELEMENT_COLORS).toContain(color);
    expect(label.isWellFormed() && label.length <= LONGEST_LABEL).toBe(true);
    expect(Object.keys(placement).sort()).toEqual(['height', 'rotation', 'width', 'x', 'y']);
    for (const value of Object.values(placement)) expect(Math.abs(value)).toBeLessThanOrEqual(1e7);
    expect(Math.min(placement.width, placement.height)).toBeGreaterThan(0);
    if (next.picture !== undefined) expect(isPictureSource(next.picture.source)).toBe(true);
    if (kind === 'image') expect(next.picture).toBeDefined();
    waiting.push(...children);
  }
}

const sound = {
  kind: 'note',
  placement: { x: 0, y: 0, width: 10, height: 10, rotation: 0 },
  color: 'amber',
  label: '',
};
const read = (...drafts: readonly unknown[]) =>
  draftsFromText(JSON.stringify({ format: FORMAT, drafts })) ?? [];

test('what is copied is pasted as it was', () => {
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 5 }), (drafts) => {
      expect(draftsFromText(textFromDrafts(drafts))).toEqual(drafts.map(withoutNegativeZero));
    }),
    cases(300),
  );
});

/** JSON knows none. */
function withoutNegativeZero(one: ElementDraft): ElementDraft {
  const { x, y, width, height, rotation } = one.placement;
  return {
    ...one,
    placement: { x: x + 0, y: y + 0, width, height, rotation: rotation + 0 },
    children: one.children.map(withoutNegativeZero),
  };
}

test('no text makes the reading throw, and what is read is sound', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((value) => `{"format":"${FORMAT}","drafts":[${value}]}`),
    fc
      .array(draft, { minLength: 1, maxLength: 3 })
      .chain((drafts) => {
        const text = textFromDrafts(drafts);
        return fc.tuple(fc.constant(text), fc.nat(text.length - 1), fc.string({ maxLength: 6 }));
      })
      .map(([text, at, noise]) => text.slice(0, at) + noise + text.slice(at + noise.length)),
    fc
      .tuple(
        draft,
        fc.constantFrom('kind', 'color', 'label', 'placement', 'picture', 'children'),
        fc.jsonValue(),
      )
      .map(([one, key, value]) => JSON.stringify({ format: FORMAT, drafts: [{ ...one, [key]: value }] })),
  );
  fc.assert(
    fc.property(anything, (text) => {
      const drafts = draftsFromText(text) ?? [];
      expectSound(drafts);
      const database = createDatabase({ schema, random: seededRandom(1) });
      expect(insertElements(database, 'paste', drafts)).toHaveLength(drafts.length);
    }),
    cases(1_000),
  );
});

test('only so many elements are taken, however many there are, beside or in each other', () => {
  const many = `{"format":"${FORMAT}","drafts":[${`${JSON.stringify(sound)},`.repeat(99_999)}${JSON.stringify(sound)}]}`;
  expect(draftsFromText(many)?.length).toBe(MOST_PASTED);
  const million = `{"format":"${FORMAT}","drafts":[${'0,'.repeat(999_999)}0]}`;
  expect(draftsFromText(million)).toEqual([]);
  const full = { ...sound, children: Array.from({ length: 3_000 }, () => sound) };
  const taken = read(full, full);
  expect(count(taken)).toBe(MOST_PASTED);
});

test('what is nested too deeply is left out, and no depth breaks the reading', () => {
  const nested = (depth: number) => {
    const open = JSON.stringify(sound).slice(0, -1);
    return `{"format":"${FORMAT}","drafts":[${`${open},"children":[`.repeat(depth)}${']}'.repeat(depth)}]}`;
  };
  expect(count(draftsFromText(nested(20)) ?? [])).toBe(20);
  for (const depth of [100, 5_000, 200_000])
    expect(count(draftsFromText(nested(depth)) ?? [])).toBeLessThan(40);
  expect(draftsFromText('['.repeat(1_000_000))).toBeUndefined();
});

test('numbers that no board can hold are refused', () => {
  const withPlacement = (placement: object) =>
    read({ ...sound, placement: { ...sound.placement, ...placement } });
  for (const bad of [1e308, Number.MAX_VALUE, -1e9, 2 ** 53 + 1, null, '5', [], {}])
    for (const field of ['x', 'y', 'width', 'height', 'rotation'])
      expect(withPlacement({ [field]: bad })).toEqual([]);
  for (const bad of [0, -5, -0]) expect(withPlacement({ width: bad })).toEqual([]);
  expect(
    draftsFromText(
      `{"format":"${FORMAT}","drafts":[{"kind":"note","placement":{"x":1e400,"y":0,"width":1,"height":1,"rotation":0}}]}`,
    ),
  ).toEqual([]);
});

test('names of prototypes are data, and pollute nothing', () => {
  const text = `{"format":"${FORMAT}","__proto__":{"drafts":[]},"drafts":[{"kind":"note","__proto__":{"color":"red"},"constructor":{"prototype":{"color":"red"}},"placement":{"__proto__":{"z":1},"x":0,"y":0,"width":9,"height":9,"rotation":0},"label":"__proto__"}]}`;
  const [one] = draftsFromText(text) ?? [];
  expect(one).toEqual({
    kind: 'note',
    placement: { x: 0, y: 0, width: 9, height: 9, rotation: 0 },
    color: 'slate',
    label: '__proto__',
    children: [],
  });
  expect(Object.hasOwn(Object.prototype, 'color')).toBe(false);
  expect(draftsFromText('{"__proto__":{"format":"statehouse/board/1","drafts":[]}}')).toBeUndefined();
});

test('pictures are only what this page has encoded', () => {
  const withSource = (source: unknown) =>
    read({ ...sound, kind: 'image', picture: { name: 'a', source, width: 1, height: 1 } });
  expect(withSource('data:image/png;base64,AAAA')).toHaveLength(1);
  for (const source of [
    'https://example.org/a.png',
    'javascript:alert(1)',
    'data:text/html;base64,AAAA',
    'data:image/svg+xml;base64,AAAA',
    'data:image/png;base64,AAAA" onerror="alert(1)',
    'data:image/png;base64,AAAA\n',
    ' data:image/png;base64,AAAA',
    `data:image/png;base64,${'A'.repeat(200_000)}`,
    7,
    null,
  ])
    expect(withSource(source)).toEqual([]);
});

test('labels are cut to their length without halving a character, and scripts are words', () => {
  const [long] = read({ ...sound, label: `${'a'.repeat(LONGEST_LABEL - 1)}😀 and more` });
  expect(long?.label.isWellFormed()).toBe(true);
  expect(long?.label.length).toBeLessThanOrEqual(LONGEST_LABEL);
  const [script] = read({ ...sound, label: '<script>alert(1)</script>' });
  expect(script?.label).toBe('<script>alert(1)</script>');
  const [lone] = read({ ...sound, label: 'a\ud800b' });
  expect(lone?.label).toBe('a\ufffdb');
  expect(wellFormed('\udc00😀\ud83d')).toBe('\ufffd😀\ufffd');
});
