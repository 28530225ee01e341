import { createDocument, createLocalLog, type Document } from '@statehouse/db';
import type { Clock } from '@statehouse/kernel';
import { seededRandom } from '@statehouse/kernel/testing';
import { NOTE_ID, type ShowcaseSchema, schema } from '../../../schema.ts';

/** A document without a server, with a long text in it. Typing is not joined into steps: its clock leaps. */
export function localDocument(body: string): Document<ShowcaseSchema> {
  let nowMs = 0;
  const clock: Clock = {
    nowMs: () => {
      nowMs += 60_000;
      return nowMs;
    },
  };
  const log = createLocalLog({ schema, client: 'c', clock });
  const document = createDocument({ schema, log, random: seededRandom(1), clock });
  document.transact((tx) => tx.notes.insert({ id: NOTE_ID, body: '' }), { undoable: false });
  const fill = { undoable: false, split: true };
  document.transact((tx) => tx.notes.text(NOTE_ID, 'body').append(body), fill);
  return document;
}
