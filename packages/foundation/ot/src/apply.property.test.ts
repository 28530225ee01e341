import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply } from './apply.ts';
import { applyEffect } from './apply-effect.ts';
import { invert } from './invert.ts';
import type { Operation, Origin } from './operation.ts';
import { operationFor } from './testing/operation.arbitrary.ts';
import { PlainDocument } from './testing/plain-document.ts';
import { sampleShapes } from './testing/sample-shapes.ts';

const runs = Number(process.env.STATEHOUSE_CASES ?? 10_000);
const replay = process.env.STATEHOUSE_SEED === undefined ? {} : { seed: Number(process.env.STATEHOUSE_SEED) };
const history = fc.array(operationFor, { minLength: 1, maxLength: 8 });

type Look = (
  before: PlainDocument,
  applied: ReturnType<typeof apply<PlainDocument>>,
  operation: Operation,
  origin: Origin,
) => void;

/** Walks through a history and looks at each step. */
function walk(makers: readonly ((document: PlainDocument) => Operation)[], look: Look): void {
  let document = new PlainDocument(sampleShapes);
  makers.forEach((make, index) => {
    const operation = make(document);
    const origin = { client: 'c', sequence: index + 1 };
    const applied = apply(document, operation, origin);
    look(document, applied, operation, origin);
    document = applied.state;
  });
}

test('apply keeps every reference valid, every tree acyclic and every unique key unique', () => {
  fc.assert(
    fc.property(history, (makers) => {
      walk(makers, (_, { state }) => expect(state.faults()).toEqual([]));
    }),
    { numRuns: runs, ...replay },
  );
});

test('the effect alone leads from the state before to the state after', () => {
  fc.assert(
    fc.property(history, (makers) => {
      walk(makers, (before, { state, effect }) => {
        expect(applyEffect(before, JSON.parse(JSON.stringify(effect))).canonical()).toBe(state.canonical());
        if (effect.length === 0) expect(state).toBe(before);
      });
    }),
    { numRuns: runs, ...replay },
  );
});

test('invert restores the state before, texts with their incarnation', () => {
  fc.assert(
    fc.property(history, (makers) => {
      walk(makers, (before, { state, effect }) => {
        const undone = apply(state, invert(effect), { client: 'u', sequence: 1 });
        expect(undone.conflicts).toEqual([]);
        expect(undone.state.canonical()).toBe(before.canonical());
      });
    }),
    { numRuns: runs, ...replay },
  );
});

test('an operation that came through JSON does the same, conflicts included', () => {
  fc.assert(
    fc.property(history, (makers) => {
      walk(makers, (before, applied, operation, origin) => {
        const again = apply(before, JSON.parse(JSON.stringify(operation)), origin);
        expect(again.conflicts).toEqual(applied.conflicts);
        expect(again.state.canonical()).toBe(applied.state.canonical());
      });
    }),
    { numRuns: runs, ...replay },
  );
});
