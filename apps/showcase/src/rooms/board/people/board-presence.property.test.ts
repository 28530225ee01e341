import type { Json } from '@statehouse/kernel';
import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BoardPresence, NOTHING_SHOWN, parsePresenceData, presenceData } from './board-presence.ts';

const number = fc
  .double({ min: -1e6, max: 1e6, noNaN: true })
  .map((value) => Math.round(value * 10) / 10 + 0);
const side = fc.integer({ min: 1, max: 10_000 });
const placement = fc.record({ x: number, y: number, width: side, height: side, rotation: number });
const presence: fc.Arbitrary<BoardPresence> = fc.record({
  at: fc.option(fc.record({ x: number, y: number }), { nil: undefined }),
  selected: fc.array(fc.string(), { maxLength: 60 }),
  dragged: fc.array(fc.tuple(fc.string(), placement), { maxLength: 50 }).map((entries) => new Map(entries)),
});

/** As it is after having gone over the wire. */
function received(data: Json): Json {
  return JSON.parse(JSON.stringify(data));
}

function expectSound({ at, selected, dragged }: BoardPresence): void {
  const numbers = [at?.x ?? 0, at?.y ?? 0];
  for (const { x, y, width, height, rotation } of dragged.values()) {
    numbers.push(x, y, width, height, rotation);
    expect(Math.min(width, height)).toBeGreaterThan(0);
  }
  for (const value of numbers) expect(Number.isFinite(value)).toBe(true);
  for (const id of [...selected, ...dragged.keys()]) expect(typeof id).toBe('string');
  expect([selected.length <= 40, dragged.size <= 30]).toEqual([true, true]);
}

test('what one shows arrives, of very much the first of it', () => {
  fc.assert(
    fc.property(presence, (shown) => {
      const { at, selected, dragged } = parsePresenceData(received(presenceData(shown)));
      expect(at).toEqual(shown.at);
      expect(selected).toEqual(shown.selected.slice(0, 40));
      expect([...dragged]).toEqual([...shown.dragged].slice(0, 30));
    }),
    cases(300),
  );
});

test('whatever somebody sends, what is read of it can be shown', () => {
  const part = fc.oneof(
    fc.jsonValue(),
    fc.array(fc.oneof(fc.jsonValue(), fc.string(), fc.double()), { maxLength: 8 }),
  );
  const hostile = fc.oneof(
    fc.jsonValue(),
    fc.record({ at: part, sel: part, drag: part }, { requiredKeys: [] }),
    fc.record({ drag: fc.array(fc.tuple(fc.string(), part, part, part, part, part)) }),
  );
  fc.assert(
    fc.property(hostile, (value) =>
      expectSound(parsePresenceData(received(JSON.parse(JSON.stringify(value))))),
    ),
    cases(1_000),
  );
});

test('nonsense shows nothing', () => {
  for (const data of [undefined, null, 5, 'at', [], [1, 2]])
    expect(parsePresenceData(data)).toBe(NOTHING_SHOWN);
  const drag = (...numbers: Json[]) => parsePresenceData({ drag: [['id', ...numbers]] }).dragged.size;
  expect(drag(0, 0, 10, 10, 0)).toBe(1);
  expect([
    drag(0, 0, 10, 10),
    drag(0, 0, 0, 10, 0),
    drag(0, 0, 10, -1, 0),
    drag(1e300, 0, 10, 10, 0),
  ]).toEqual([0, 0, 0, 0]);
  expect(drag(0, 'x', 0, 10, 10, 0)).toBe(0);
  expect(parsePresenceData({ at: [1e10, 0] }).at).toBeUndefined();
  expect(parsePresenceData(JSON.parse('{"__proto__":{"at":[1,2]},"sel":["__proto__",1]}'))).toEqual({
    at: undefined,
    selected: ['__proto__'],
    dragged: new Map(),
  });
});
