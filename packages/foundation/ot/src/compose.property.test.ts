import type { Json } from '@statehouse/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply } from './apply.ts';
import { compose } from './compose.ts';
import type { Edit, Operation } from './operation.ts';
import { parseOperation } from './parse-operation.ts';
import { operationFor } from './testing/operation.arbitrary.ts';
import { PlainDocument } from './testing/plain-document.ts';
import { sampleShapes } from './testing/sample-shapes.ts';
import { lawParameters } from './testing/text-delta.arbitrary.ts';

const ORIGIN = { client: 'c', sequence: 100 };

const DOCUMENT = apply(
  new PlainDocument(sampleShapes),
  {
    edits: [
      { kind: 'insert', table: 'boards', id: 'a', fields: {} },
      { kind: 'insert', table: 'boards', id: 'b', fields: {} },
      note('a', { board: 'a', body: 'hello', meta: {} }, null),
      note('b', { board: 'b', body: 'x', link: 'a' }, 'a'),
      note('c', { board: 'b', meta: { p: 1 } }, null),
    ],
  },
  { client: 'h', sequence: 1 },
).state;

function note(id: string, fields: Readonly<Record<string, Json>>, parent: string | null): Edit {
  return { kind: 'insert', table: 'notes', id, fields, place: { parent, position: 'F' } };
}

/** The edits that apply in turn without conflict, each as an operation of its own, and the state after them. */
function inTurn(makers: readonly ((document: PlainDocument) => Operation)[]) {
  const operations: Operation[] = [];
  let document = DOCUMENT;
  for (const make of makers) {
    for (const edit of make(document).edits) {
      // All operations have one origin here, so a text inserted twice would pass for one that the second one created.
      if (edit.kind === 'insert' && document.get(edit.table, edit.id) !== undefined) continue;
      const { state, conflicts } = apply(document, { edits: [edit] }, ORIGIN);
      if (conflicts.length > 0) continue;
      operations.push({ edits: [edit] });
      document = state;
    }
  }
  return { operations, document };
}

function composeAll(operations: readonly Operation[]): Operation | undefined {
  return operations.reduce<Operation | undefined>((all, one) => all && compose(all, one, ORIGIN), {
    edits: [],
  });
}

test('wherever two operations apply in turn without conflict, their composition has the same result', () => {
  fc.assert(
    fc.property(fc.array(operationFor, { minLength: 2, maxLength: 3 }), fc.nat(8), (makers, cut) => {
      const { operations, document } = inTurn(makers);
      const [first, second] = [composeAll(operations.slice(0, cut)), composeAll(operations.slice(cut))];
      const composed = first && second && compose(first, second, ORIGIN);
      fc.pre(operations.length > 1 && composed !== undefined);
      const applied = apply(DOCUMENT, composed, ORIGIN);
      expect(applied.conflicts).toEqual([]);
      expect(applied.state.canonical()).toBe(document.canonical());
    }),
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
