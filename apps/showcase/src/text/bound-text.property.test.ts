import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BoundText, boundText, caughtUp, deferred, deltaFromSplice, typed } from './bound-text.ts';
import type { TextSplice } from './text-splice.ts';

const cases = Number(process.env.STATEHOUSE_CASES ?? 2_000);
const seed = process.env.STATEHOUSE_SEED;
const run = { numRuns: cases, ...(seed === undefined ? {} : { seed: Number(seed) }) };

interface Step {
  readonly who: 'field' | 'others' | 'catch-up';
  readonly at: number;
  readonly deleted: number;
  readonly inserted: string;
}

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.constantFrom('field', 'others', 'catch-up'),
  at: fc.nat(20),
  deleted: fc.nat(4),
  inserted: fc.stringMatching(/^[a-z]{0,3}$/),
});

function spliceIn(text: string, { at, deleted, inserted }: Step): TextSplice | undefined {
  const start = Math.min(at, text.length);
  const splice = { start, deleted: Math.min(deleted, text.length - start), inserted };
  return splice.deleted === 0 && inserted === '' ? undefined : splice;
}

function splice(text: string, { start, deleted, inserted }: TextSplice): string {
  return text.slice(0, start) + inserted + text.slice(start + deleted);
}

test('whatever is typed while others write, the field ends as the document', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{0,12}$/), fc.array(step, { maxLength: 12 }), (start, steps) => {
      let bound: BoundText = boundText(start);
      let document = start;
      for (const next of steps) {
        if (next.who === 'catch-up') bound = caughtUp(bound).bound;
        const edit = spliceIn(next.who === 'field' ? bound.shown : document, next);
        if (next.who === 'catch-up' || edit === undefined) continue;
        if (next.who === 'others') {
          bound = deferred(bound, deltaFromSplice(edit));
          document = splice(document, edit);
        } else {
          const shown = splice(bound.shown, edit);
          const result = typed(bound, edit);
          bound = result.bound;
          expect(bound.shown).toBe(shown);
          document = caughtUp({ shown: document, unseen: result.delta }).bound.shown;
        }
        expect(caughtUp(bound).bound.shown).toBe(document);
      }
    }),
    run,
  );
});
