import { textFrom } from '@statehouse/collections';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  anyRecipe,
  anyText,
  anyTextAndDelta,
  deltaFor,
  lawParameters,
} from './testing/text-delta.arbitrary.ts';
import {
  applyText,
  applyToString,
  composeText,
  deletedLength,
  deltaFits,
  invertText,
} from './text-algebra.ts';
import type { TextDelta } from './text-delta.ts';
import { isNormalDelta } from './text-normal.ts';

/** Any list in normal form, whether it fits the text or not. */
const anyNormalDelta: fc.Arbitrary<TextDelta> = fc
  .array(fc.oneof(fc.integer({ min: -4, max: 4 }), anyText(2)), { minLength: 1, maxLength: 6 })
  .filter((parts) => isNormalDelta(parts));

test('a composition does what the two do in turn, in normal form', () => {
  fc.assert(
    fc.property(anyText(), anyRecipe, anyRecipe, (text, firstRecipe, secondRecipe) => {
      const first = deltaFor(text, firstRecipe);
      const between = applyToString(text, first) ?? '';
      const second = deltaFor(between, secondRecipe);
      const composed = composeText(first, second);
      expect(applyToString(text, composed)).toBe(applyToString(between, second));
      expect(composed.length === 0 || isNormalDelta(composed)).toBe(true);
    }),
    lawParameters(),
  );
});

test('composing is associative', () => {
  fc.assert(
    fc.property(anyText(), anyRecipe, anyRecipe, anyRecipe, (text, ...recipes) => {
      let current = text;
      const deltas = recipes.map((recipe) => {
        const delta = deltaFor(current, recipe);
        current = applyToString(current, delta) ?? '';
        return delta;
      });
      const [first = [], second = [], third = []] = deltas;
      expect(composeText(composeText(first, second), third)).toEqual(
        composeText(first, composeText(second, third)),
      );
    }),
    lawParameters(),
  );
});

test('an inverse restores the text, and inverting twice restores the delta', () => {
  fc.assert(
    fc.property(anyTextAndDelta, ([text, delta]) => {
      const { text: after, removed } = applyText(textFrom(text), delta);
      const inverse = invertText(delta, removed);
      expect(inverse.length === 0 || isNormalDelta(inverse)).toBe(true);
      const back = applyText(after, inverse);
      expect(back.text.toString()).toBe(text);
      expect(invertText(inverse, back.removed)).toEqual(delta);
    }),
    lawParameters(),
  );
});

test('a rope and a string agree on which deltas fit and on what they make, and no character is ever split', () => {
  fc.assert(
    fc.property(anyText(5), anyNormalDelta, (text, delta) => {
      const rope = textFrom(text);
      const expected = applyToString(text, delta);
      expect(deltaFits(rope, delta)).toBe(expected !== undefined);
      if (expected === undefined) return;
      const applied = applyText(rope, delta);
      expect(applied.text.toString()).toBe(expected);
      expect(expected.isWellFormed() && applied.removed.isWellFormed()).toBe(true);
      expect(applied.removed.length).toBe(deletedLength(delta));
    }),
    lawParameters(),
  );
});
