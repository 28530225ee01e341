import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CodePointText } from './code-point-text.ts';

const cases = Number(process.env.STATEHOUSE_CASES ?? 300);
const seed = process.env.STATEHOUSE_SEED;
const run = { numRuns: cases, ...(seed === undefined ? {} : { seed: Number(seed) }) };

/** Long enough pieces that blocks split. */
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.integer({ min: 0, max: 3000 }).map((length) => 'x🙂'.repeat(length)),
);
const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4000), piece), {
  maxLength: 30,
});

test('positions and lengths agree with an array of code points after any edits', () => {
  fc.assert(
    fc.property(edits, (steps) => {
      const text = new CodePointText();
      let model: string[] = [];
      for (const [where, wanted, insert] of steps) {
        const from = Math.floor(where * model.length);
        const count = Math.min(wanted, model.length - from);
        const position = text.unitsAt(from);
        expect(position).toBe(model.slice(0, from).join('').length);
        text.splice(position, text.unitsAt(from + count) - position, insert);
        model = [...model.slice(0, from), ...insert, ...model.slice(from + count)];
        expect(text.points).toBe(model.length);
        expect(text.units).toBe(model.join('').length);
      }
      expect(text.toString()).toBe(model.join(''));
    }),
    run,
  );
});
