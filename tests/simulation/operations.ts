import type { Schema, Snapshot } from '@statehouse/db';
import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne } from '@statehouse/kernel/testing';
import { type Edit, type Operation, type Row, TextValue } from '@statehouse/ot';

const ids = ['a', 'b', 'c', 'd', 'e'];

/** An operation such as a person at this state could make; with the chance `poison`, one that the gate refuses. */
export function drawOperation(random: Random, state: Snapshot<Schema>, poison: number): Operation {
  if (random.next() < poison) {
    const id = drawOne(random, ids);
    return {
      edits: [{ kind: 'modify', table: 'notes', id, changes: { nothing: { kind: 'set', value: 1 } } }],
    };
  }
  const count = drawInt(random, 5) === 0 ? 2 : 1;
  const edits: Edit[] = [];
  for (let index = 0; index < count; index += 1) {
    const edit = drawEdit(random, state);
    const twice = edits.some((other) => other.id === edit.id && other.kind === edit.kind);
    if (!twice) edits.push(edit);
  }
  return { edits };
}

function drawEdit(random: Random, state: Snapshot<Schema>): Edit {
  const id = drawOne(random, ids);
  const row = rowOf(state, id);
  switch (drawInt(random, row === undefined ? 3 : 14)) {
    case 0:
      return { kind: 'insert', table: 'boards', id: drawOne(random, ids), fields: {} };
    case 1:
      return {
        kind: 'insert',
        table: 'notes',
        id,
        fields: {
          board: drawOne(random, ids),
          slug: drawOne(random, ['x', 'y', null]),
          body: drawOne(random, ['', 'hello']),
        },
        place: drawPlace(random),
      };
    case 2:
      return random.next() < 0.5
        ? { kind: 'insert', table: 'boards', id: drawOne(random, ids), fields: {} }
        : { kind: 'delete', table: drawOne(random, ['notes', 'notes', 'boards']), id };
    case 3:
      return change(id, 'slug', drawOne(random, ['x', 'y', 'z', null]));
    case 4:
      return change(id, 'link', drawOne(random, [null, ...ids]));
    case 5:
      return {
        kind: 'modify',
        table: 'notes',
        id,
        changes: {
          votes: { kind: 'add', amount: drawInt(random, 5) - 2 },
          tags: { kind: 'members', include: [drawOne(random, ids)], exclude: [] },
        },
      };
    case 6:
      return { kind: 'move', table: 'notes', id, place: drawPlace(random) };
    default:
      return typing(random, id, row?.body);
  }
}

function change(id: string, field: string, value: string | null): Edit {
  return { kind: 'modify', table: 'notes', id, changes: { [field]: { kind: 'set', value } } };
}

function drawPlace(random: Random): { readonly parent: string | null; readonly position: string } {
  return { parent: drawOne(random, [null, ...ids]), position: drawOne(random, ['F', 'G', 'H']) };
}

function typing(random: Random, id: string, body: Row[string] | undefined): Edit {
  const incarnation = body instanceof TextValue ? body.incarnation : 'nobody:1';
  const length = body instanceof TextValue ? body.length : 0;
  const position = drawInt(random, length + 1);
  const removed = Math.min(length - position, drawInt(random, 3));
  const inserted = drawOne(random, ['p', 'qr', '']);
  const parts = [...(inserted === '' ? [] : [inserted]), ...(removed === 0 ? [] : [-removed])];
  const delta = [...(position === 0 ? [] : [position]), ...(parts.length === 0 ? ['t'] : parts)];
  return { kind: 'modify', table: 'notes', id, changes: { body: { kind: 'text', incarnation, delta } } };
}

function rowOf(state: Snapshot<Schema>, id: string): Row | undefined {
  return state.get('notes', id);
}
