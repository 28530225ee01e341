import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply } from './apply.ts';
import { compose } from './compose.ts';
import { parseOperation } from './parse-operation.ts';
import { operationFor } from './testing/operation.arbitrary.ts';
import { PlainDocument } from './testing/plain-document.ts';
import { sampleShapes } from './testing/sample-shapes.ts';
import { lawParameters } from './testing/text-delta.arbitrary.ts';

const ORIGIN = { client: 'c', sequence: 100 };

test('wherever two operations apply in turn without conflict, their composition has the same result', () => {
  fc.assert(
    fc.property(
      fc.array(operationFor, { maxLength: 3 }),
      fc.array(operationFor, { minLength: 2, maxLength: 4 }),
      (history, makers) => {
        let document = new PlainDocument(sampleShapes);
        history.forEach((make, index) => {
          document = apply(document, make(document), { client: 'h', sequence: index + 1 }).state;
        });
        const operations = [];
        let inTurn = document;
        for (const make of makers) {
          const operation = make(inTurn);
          const applied = apply(inTurn, operation, ORIGIN);
          if (applied.conflicts.length > 0) continue;
          operations.push(operation);
          inTurn = applied.state;
        }
        fc.pre(operations.length > 1);
        const composed = operations.reduce<ReturnType<typeof compose>>(
          (joined, operation) => joined && compose(joined, operation, ORIGIN),
          { edits: [] },
        );
        fc.pre(composed !== undefined);
        const applied = apply(document, composed, ORIGIN);
        expect(applied.state.canonical()).toBe(inTurn.canonical());
        expect(applied.conflicts).toEqual([]);
      },
    ),
    lawParameters(),
  );
});

test('a composition of well-formed operations is well-formed', () => {
  fc.assert(
    fc.property(operationFor, operationFor, operationFor, (make, makeFirst, makeSecond) => {
      const empty = new PlainDocument(sampleShapes);
      const document = apply(empty, make(empty), { client: 'h', sequence: 1 }).state;
      const first = makeFirst(document);
      const second = makeSecond(apply(document, first, ORIGIN).state);
      fc.pre(isWellFormed(first) && isWellFormed(second));
      const composed = compose(first, second, ORIGIN);
      if (composed !== undefined) expect(parseOperation(composed)).toBe(composed);
    }),
    lawParameters(),
  );
});

function isWellFormed(operation: unknown): boolean {
  try {
    parseOperation(operation);
    return true;
  } catch {
    return false;
  }
}
