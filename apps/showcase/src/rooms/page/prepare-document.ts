import type { DocumentStatus, SyncedDocument } from '@statehouse/sync';
import { NOTE_ID, type ShowcaseSchema } from '../../../schema.ts';
import { fillList, fillText } from './sample.ts';

/** True once there is something to edit. */
export function isPrepared(document: SyncedDocument<ShowcaseSchema>): boolean {
  return document.snapshot.table('notes').has(NOTE_ID);
}

/**
 * Gives a new document its first content, once the server has said that it has none, and waits until the server has
 * it. Nobody edits before that: of two windows that fill a document at the same moment the first one's text stays,
 * and what the second had typed into its own would not.
 */
export async function prepareDocument(document: SyncedDocument<ShowcaseSchema>, name: string): Promise<void> {
  if (isPrepared(document)) return;
  // The device's copy may still be on its way.
  await untilStatus(document, ({ role }) => role !== undefined || isPrepared(document));
  if (isPrepared(document) || document.status.role !== 'writer') return;
  document.transact((tx) => fillText(tx, name), { undoable: false });
  const own = incarnationOf(document);
  await document.whenSynced();
  // The same text from two windows at once: the second one's is not needed, and no loss; the first fills the list.
  for (const { key, conflict } of document.conflicts) {
    if (conflict.table === 'notes') document.dismissConflict(key);
  }
  if (incarnationOf(document) === own) document.transact((tx) => fillList(tx, name), { undoable: false });
}

/** Names the insertion that the text stems from. */
function incarnationOf({ snapshot }: SyncedDocument<ShowcaseSchema>): string | undefined {
  return snapshot.table('notes').get(NOTE_ID)?.body.incarnation;
}

function untilStatus(
  document: SyncedDocument<ShowcaseSchema>,
  reached: (status: DocumentStatus) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { status } = document;
      if (status.phase === 'failed') reject(new Error(status.error?.message ?? 'It cannot be opened.'));
      else if (reached(status)) resolve();
      else return false;
      return true;
    };
    if (look()) return;
    const stop = document.subscribeStatus(() => {
      if (look()) stop();
    });
  });
}
