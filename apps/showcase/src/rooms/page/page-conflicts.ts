import { isJsonObject, type Json } from '@statehouse/kernel';
import type { DocumentConflict, SyncedDocument } from '@statehouse/sync';
import type { ShowcaseSchema } from '../../../schema.ts';
import type { ConflictDescription, RoomConflicts } from '../../connection/conflict-view.ts';
import { describeConflict, writtenText } from '../../connection/conflict-words.ts';

type PageDocument = Pick<SyncedDocument<ShowcaseSchema>, 'snapshot' | 'transact'>;

/** The page's conflicts in its own words; a line that is gone and a tick that was undone can be taken back. */
export function pageConflicts(document: PageDocument): RoomConflicts {
  return {
    describe: (item) =>
      item.conflict.table === 'tasks' ? describeLine(document, item) : describeConflict(item, 'the text'),
  };
}

function describeLine(document: PageDocument, item: DocumentConflict): ConflictDescription {
  const { conflict } = item;
  const title = document.snapshot.table('tasks').get(conflict.id)?.title.toString();
  const words = describeConflict(item, title === undefined ? 'the line' : `the line “${title}”`);
  if (title === undefined) return { ...words, take: () => putBack(document, conflict.id, conflict.lost) };
  if (conflict.kind !== 'overwritten') return words;
  if (conflict.place === true) {
    const take = () => moveBack(document, conflict.id, conflict.lost);
    return { ...words, mine: 'where I had put it', theirs: 'where it is now', take };
  }
  if (conflict.field !== 'done') return words;
  const { lost, won } = conflict;
  return {
    ...words,
    mine: tickWords(lost),
    theirs: tickWords(won),
    take: () => void document.transact((tx) => tx.tasks.modify(conflict.id, { done: lost === true })),
  };
}

function tickWords(done: Json | undefined): string {
  return done === true ? 'ticked' : 'not ticked';
}

/** Inserts a line again, as far as the conflict tells how it was: whole, or only what was written into it. */
function putBack(document: PageDocument, id: string, lost: Json): void {
  const fields = fieldsOf(lost);
  const title = fields === undefined ? writtenText(lost).trim() : textIn(fields.title);
  const place = isJsonObject(lost) ? lost.place : undefined;
  const after = place === undefined ? undefined : lineBefore(document, id, place);
  document.transact((tx) => {
    if (tx.tasks.has(id)) return;
    tx.tasks.insert({ id, title, done: fields?.done === true }, after === undefined ? {} : { after });
  });
}

function moveBack(document: PageDocument, id: string, place: Json): void {
  const after = lineBefore(document, id, place);
  document.transact((tx) => tx.tasks.move(id, { after }));
}

/** Behind which line a place is now; null: at the top. */
function lineBefore({ snapshot }: PageDocument, id: string, place: Json): string | null {
  const position = isJsonObject(place) ? textIn(place.position) : '';
  const lines = snapshot.table('tasks');
  const before = snapshot
    .children('tasks')
    .filter((other) => other !== id && (lines.get(other)?.position ?? '') < position);
  return before.at(-1) ?? null;
}

function fieldsOf(lost: Json): { readonly [name: string]: Json | undefined } | undefined {
  const { fields } = isJsonObject(lost) ? lost : {};
  return fields !== undefined && isJsonObject(fields) ? fields : undefined;
}

function textIn(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
