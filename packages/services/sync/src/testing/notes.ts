import { counter, defineSchema, ref, type Snapshot, string, table, text } from '@statehouse/db';
import type { Change, Operation } from '@statehouse/ot';

/** Boards with notes: a reference, a unique key, a text and a counter. */
export const notesSchema = defineSchema({
  version: 1,
  tables: {
    boards: table({ name: string().default('') }),
    notes: table(
      {
        board: ref('boards', { onDelete: 'cascade', nullable: true }),
        title: string().default(''),
        slug: string().nullable(),
        body: text(),
        votes: counter(),
      },
      { unique: [['slug']] },
    ),
  },
});
export type NotesSchema = typeof notesSchema;

/** A new note. */
export function addNote(id: string, fields: Readonly<Record<string, string | null>> = {}): Operation {
  return { edits: [{ kind: 'insert', table: 'notes', id, fields }] };
}

/** Another title. */
export function retitle(id: string, title: string): Operation {
  return modify(id, { title: { kind: 'set', value: title } });
}

/** Votes for a note. */
export function vote(id: string, amount = 1): Operation {
  return modify(id, { votes: { kind: 'add', amount } });
}

/** Letters typed into a note's body; `incarnation` is `client:sequence` of the operation that made the note. */
export function type(id: string, incarnation: string, position: number, letters: string): Operation {
  const delta = position === 0 ? [letters] : [position, letters];
  return modify(id, { body: { kind: 'text', incarnation, delta } });
}

function modify(id: string, changes: Readonly<Record<string, Change>>): Operation {
  return { edits: [{ kind: 'modify', table: 'notes', id, changes }] };
}

/** What a note's body says; undefined if the note is not there. */
export function bodyOf(snapshot: Snapshot<NotesSchema>, id: string): string | undefined {
  return snapshot.table('notes').get(id)?.body.toString();
}
