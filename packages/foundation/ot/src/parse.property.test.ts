import { isStatehouseError } from '@statehouse/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply } from './apply.ts';
import { invert } from './invert.ts';
import { parseConflicts } from './parse-conflicts.ts';
import { parseEffect } from './parse-effect.ts';
import { parseOperation } from './parse-operation.ts';
import { operationFor } from './testing/operation.arbitrary.ts';
import { PlainDocument } from './testing/plain-document.ts';
import { sampleShapes } from './testing/sample-shapes.ts';
import { lawParameters } from './testing/text-delta.arbitrary.ts';

test('what apply puts out and what invert makes of it passes the gate', () => {
  fc.assert(
    fc.property(fc.array(operationFor, { minLength: 1, maxLength: 4 }), (makers) => {
      let document = new PlainDocument(sampleShapes);
      makers.forEach((make, index) => {
        const { state, effect, conflicts } = apply(document, make(document), {
          client: 'c',
          sequence: index + 1,
        });
        document = state;
        expect(parseEffect(effect)).toBe(effect);
        expect(parseConflicts(conflicts)).toBe(conflicts);
        const inverse = invert(effect);
        expect(parseOperation(inverse)).toBe(inverse);
      });
    }),
    lawParameters(),
  );
});

test('anything at all is either parsed as it is or refused with a coded error', () => {
  const word = fc.constantFrom(
    'edits',
    'kind',
    'modify',
    'insert',
    'set',
    'text',
    'fields',
    'changes',
    'table',
    'id',
  );
  const anything = fc.anything({ key: word, values: [fc.anything(), word], maxDepth: 5 });
  fc.assert(
    fc.property(anything, (value) => {
      for (const parse of [parseOperation, parseEffect, parseConflicts]) {
        for (const given of [value, [value], { edits: [value] }]) {
          try {
            expect(parse(given)).toEqual(given);
          } catch (error) {
            if (!isStatehouseError(error)) throw error;
          }
        }
      }
    }),
    lawParameters(),
  );
});
