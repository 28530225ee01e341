import { expect, test } from 'vitest';
import { personColor } from '../../../people/colors.ts';
import type { FigurePlace, PeerFigure } from './peer-figure.ts';
import { ShownFigures } from './shown-figures.ts';

const POINTER: PeerFigure = { kind: 'pointer', name: 'Ann', color: personColor(0) };
const START: FigurePlace = { x: 0, y: 0, rotation: 0, width: 10, height: 10 };
const END: FigurePlace = { x: 60, y: 120, rotation: 30, width: 20, height: 40 };

function shownAtStart(): ShownFigures {
  const shown = new ShownFigures();
  shown.take({ figures: [['a', POINTER]], places: [['a', START, true]], gone: [], order: ['a'] }, 0);
  return shown;
}

function moved(shown: ShownFigures, place: FigurePlace, isGliding: boolean, nowMs: number): void {
  shown.take({ figures: [], places: [['a', place, isGliding]], gone: [], order: undefined }, nowMs);
}

const placeAt = (shown: ShownFigures, nowMs: number) => shown.at(nowMs)[0]?.place;

test('what is new is where it belongs at once', () => {
  const shown = shownAtStart();
  expect([placeAt(shown, 0), shown.isMoving(0)]).toEqual([START, false]);
});

test('what glides is on its way for a moment, in all its measures, and then where it goes', () => {
  const shown = shownAtStart();
  moved(shown, END, true, 100);
  expect([placeAt(shown, 100), shown.isMoving(100)]).toEqual([START, true]);
  expect(placeAt(shown, 130)).toEqual({ x: 30, y: 60, rotation: 15, width: 15, height: 25 });
  expect([placeAt(shown, 160), shown.isMoving(160)]).toEqual([END, false]);
});

test('a movement that comes early goes on from where the figure is', () => {
  const shown = shownAtStart();
  moved(shown, END, true, 100);
  moved(shown, START, true, 130);
  expect(placeAt(shown, 130)).toMatchObject({ x: 30, y: 60 });
  expect(placeAt(shown, 145)).toMatchObject({ x: 22.5, y: 45 });
});

test('what does not glide is there at once, also from the middle of a glide', () => {
  const shown = shownAtStart();
  moved(shown, END, true, 100);
  moved(shown, START, false, 130);
  expect([placeAt(shown, 130), shown.isMoving(130)]).toEqual([START, false]);
});

test('another look changes no movement', () => {
  const shown = shownAtStart();
  const other: PeerFigure = { ...POINTER, name: 'Anna' };
  moved(shown, END, true, 100);
  shown.take({ figures: [['a', other]], places: [], gone: [], order: undefined }, 130);
  expect(shown.at(130)).toEqual([
    { key: 'a', figure: other, place: { x: 30, y: 60, rotation: 15, width: 15, height: 25 } },
  ]);
});
