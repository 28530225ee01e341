/// <reference types="node" />
import fc from 'fast-check';
import { DeltaBuilder } from '../delta-builder.ts';
import type { TextDelta } from '../text-delta.ts';

/** How many cases a law is tried with, and from which seed: see CONTRIBUTING. */
export function lawParameters(cases = 10_000): { numRuns: number; seed?: number } {
  const seed = process.env.STATEHOUSE_SEED;
  const numRuns = Number(process.env.STATEHOUSE_CASES ?? cases);
  return seed === undefined ? { numRuns } : { numRuns, seed: Number(seed) };
}

/** One code point; every third or so is a surrogate pair. */
const character = fc.constantFrom('a', 'b', 'c', 'd', ' ', 'é', '漢', '😀', '🏽', '👩');

/** Text in which surrogate pairs are common. */
export function anyText(maxLength = 8): fc.Arbitrary<string> {
  return fc.array(character, { maxLength }).map((characters) => characters.join(''));
}

/** What to do at each code point of a text, from its start: insert something before it, and keep or delete it. */
export type DeltaRecipe = readonly { readonly insert: string; readonly keep: boolean }[];

/** A recipe fits every text, so that what follows on it can be generated before the text is known. */
export const anyRecipe: fc.Arbitrary<DeltaRecipe> = fc.array(
  fc.record({
    insert: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: anyText(3) }),
    keep: fc.oneof({ weight: 2, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  }),
  { maxLength: 9 },
);

/** The delta that a recipe makes for a text; it may be empty. */
export function deltaFor(text: string, recipe: DeltaRecipe): TextDelta {
  const delta = new DeltaBuilder();
  const characters = [...text];
  recipe.forEach((step, index) => {
    const unit = characters[index];
    if (index <= characters.length) delta.insert(step.insert);
    if (unit === undefined) return;
    if (step.keep) delta.keep(unit.length);
    else delta.delete(unit.length);
  });
  return delta.build();
}

/** A text and a delta that fits it; the delta may be empty. */
export const anyTextAndDelta: fc.Arbitrary<readonly [string, TextDelta]> = fc
  .tuple(anyText(), anyRecipe)
  .map(([text, recipe]) => [text, deltaFor(text, recipe)]);

/** A text and two deltas that were both made on it. */
export const anyConcurrentDeltas: fc.Arbitrary<readonly [string, TextDelta, TextDelta]> = fc
  .tuple(anyText(), anyRecipe, anyRecipe)
  .map(([text, first, second]) => [text, deltaFor(text, first), deltaFor(text, second)]);
