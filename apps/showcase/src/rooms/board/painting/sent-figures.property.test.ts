import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { personColor } from '../../../people/colors.ts';
import type { ElementPiece, PeerFigure, PlacedFigure } from './peer-figure.ts';
import { SentFigures } from './sent-figures.ts';
import { ShownFigures } from './shown-figures.ts';

/** Far enough on for every glide to be over. */
const LATER_MS = 1_000;

const PIECES: readonly (readonly ElementPiece[])[] = [[], [], []];

const anyFigure: fc.Arbitrary<PeerFigure> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('pointer' as const, 'frame' as const),
    name: fc.constantFrom('Ann', 'Ben'),
    color: fc.constantFrom(personColor(0), personColor(1)),
  }),
  fc.record({ kind: fc.constant('element' as const), pieces: fc.constantFrom(...PIECES) }),
);

/** Few keys and places, so that much comes back and much stays. */
const anyPlaced: fc.Arbitrary<PlacedFigure> = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  figure: anyFigure,
  place: fc.record({
    x: fc.nat(2),
    y: fc.constant(0),
    rotation: fc.nat(1),
    width: fc.nat(1),
    height: fc.constant(1),
  }),
  isGliding: fc.boolean(),
});

const anyFigures = fc.uniqueArray(anyPlaced, { selector: ({ key }) => key, maxLength: 5 });

/** What is to be seen in the end, from bottom to top. */
function shape(figures: readonly Pick<PlacedFigure, 'key' | 'figure' | 'place'>[]) {
  return figures.map(({ key, figure, place }) => ({ key, figure, place }));
}

test('who takes the updates has the figures, above the elements that have just been left out', () => {
  fc.assert(
    fc.property(fc.array(anyFigures, { maxLength: 12 }), (steps) => {
      const [sent, shown] = [new SentFigures(), new ShownFigures()];
      let before: readonly PlacedFigure[] = [];
      for (const [index, figures] of steps.entries()) {
        const update = sent.update(figures);
        if (update !== undefined) shown.take(structuredClone(update), index * LATER_MS);
        const keys = new Set(figures.map(({ key }) => key));
        const leaving = before.filter(({ key, figure }) => figure.kind === 'element' && !keys.has(key));
        const all = shown.at((index + 1) * LATER_MS);
        expect(shape(all.slice(leaving.length))).toEqual(shape(figures));
        expect(new Set(all.slice(0, leaving.length).map(({ key }) => key))).toEqual(
          new Set(leaving.map(({ key }) => key)),
        );
        expect([sent.isUnfinished, sent.size]).toEqual([leaving.length > 0, all.length]);
        before = figures;
      }
    }),
    cases(500),
  );
});

test('where nothing changes, nothing is told', () => {
  fc.assert(
    fc.property(anyFigures, (figures) => {
      const sent = new SentFigures();
      sent.update(figures);
      expect(sent.update(figures.map((placed) => ({ ...placed, place: { ...placed.place } })))).toBe(
        undefined,
      );
    }),
    cases(200),
  );
});

test('a movement is told without the look', () => {
  const sent = new SentFigures();
  const figure = { kind: 'pointer', name: 'Ann', color: personColor(0) } as const;
  const place = { x: 0, y: 0, rotation: 0, width: 0, height: 0 };
  sent.update([{ key: 'a', figure, place, isGliding: true }]);
  const moved = { ...place, x: 5 };
  expect(sent.update([{ key: 'a', figure, place: moved, isGliding: true }])).toEqual({
    figures: [],
    places: [['a', moved, true]],
    gone: [],
    order: undefined,
  });
});
