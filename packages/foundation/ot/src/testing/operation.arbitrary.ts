import fc from 'fast-check';
import type { Change, Edit, Operation } from '../operation.ts';
import { TextValue } from '../row.ts';
import type { PlainDocument } from './plain-document.ts';

const ids = ['a', 'b', 'c', 'd'];
const id = fc.constantFrom(...ids);
const idOrNull = fc.constantFrom(null, ...ids);
const place = fc.record({ parent: idOrNull, position: fc.constantFrom('F', 'G', 'H') });
const members = fc.subarray(['red', 'green', 'blue']);

const insertBoard = id.map((board): Edit => ({ kind: 'insert', table: 'boards', id: board, fields: {} }));
const insertNote = fc
  .record({
    note: id,
    board: id,
    link: idOrNull,
    slug: fc.constantFrom(null, 'x', 'y'),
    body: fc.constantFrom('', 'hello'),
    place,
  })
  .map(
    ({ note, board, link, slug, body, place: at }): Edit => ({
      kind: 'insert',
      table: 'notes',
      id: note,
      fields: { board, link, slug, body },
      place: at,
    }),
  );
const remove = fc
  .record({ table: fc.constantFrom('boards', 'notes'), id })
  .map((at): Edit => ({ kind: 'delete', ...at }));
const move = fc.record({ id, place }).map((at): Edit => ({ kind: 'move', table: 'notes', ...at }));

const fieldChange: fc.Arbitrary<Readonly<Record<string, Change>>> = fc.oneof(
  fc.constantFrom(null, 'x', 'y', 'z').map((value) => ({ slug: { kind: 'set' as const, value } })),
  fc.constantFrom('one', 'two').map((value) => ({ title: { kind: 'set' as const, value } })),
  idOrNull.map((value) => ({ link: { kind: 'set' as const, value } })),
  idOrNull.map((value) => ({ guard: { kind: 'set' as const, value } })),
  id.map((value) => ({ board: { kind: 'set' as const, value } })),
  fc.subarray(ids).map((value) => ({ related: { kind: 'set' as const, value } })),
  fc.integer({ min: -3, max: 3 }).map((amount) => ({ votes: { kind: 'add' as const, amount } })),
  fc
    .record({ include: members, exclude: members })
    .map((change) => ({ tags: { kind: 'members' as const, ...change } })),
  fc
    .record({
      path: fc.array(fc.constantFrom('p', 'q'), { minLength: 1, maxLength: 3 }),
      value: fc.constantFrom(1, 'v', undefined, {}),
    })
    .map(({ path, value }) => ({
      meta: { kind: 'patch' as const, patches: [value === undefined ? { path } : { path, value }] },
    })),
);
const modify = fc
  .record({ id, changes: fieldChange })
  .map((at): Edit => ({ kind: 'modify', table: 'notes', ...at }));

/** A keystroke for whatever text the note has when the operation meets the document. */
const typing = fc.record({ id, at: fc.nat(100), text: fc.constantFrom('u', 'vw', ''), cut: fc.nat(2) });

/** An operation, made for a document: text deltas fit its texts. */
export const operationFor: fc.Arbitrary<(document: PlainDocument) => Operation> = fc
  .array(fc.oneof(insertBoard, insertNote, insertNote, remove, move, modify, modify, typing), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => (document) => {
    const typed = new Set<string>();
    const edits: Edit[] = [];
    for (const part of parts) {
      if ('kind' in part) edits.push(part);
      else if (!typed.has(part.id)) edits.push(...keystroke(document, part));
      if (!('kind' in part)) typed.add(part.id);
    }
    return { edits };
  });

function keystroke(
  document: PlainDocument,
  {
    id: note,
    at,
    text,
    cut,
  }: { readonly id: string; readonly at: number; readonly text: string; readonly cut: number },
): readonly Edit[] {
  const body = document.get('notes', note)?.body;
  const length = body instanceof TextValue ? body.length : 0;
  const position = at % (length + 1);
  const removed = Math.min(cut, length - position);
  const change = [...(text === '' ? [] : [text]), ...(removed === 0 ? [] : [-removed])];
  if (change.length === 0) return [];
  const delta = position === 0 ? change : [position, ...change];
  const incarnation = body instanceof TextValue ? body.incarnation : 'nobody:1';
  return [
    { kind: 'modify', table: 'notes', id: note, changes: { body: { kind: 'text', incarnation, delta } } },
  ];
}
