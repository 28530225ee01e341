import { createSyncClient } from '@statehouse/sync';
import { openDocument, untilSynced } from '../open-document.ts';
import { probeNewDocument } from '../probe-document.ts';
import type { CommandServer } from '../temporary-server.ts';
import { NOTE_ID, type ReplaySchema, replaySchema } from './replay-schema.ts';

/**
 * Puts the note with the text before the first transaction into a document that holds nothing yet, and answers the
 * schema with which it can be edited.
 * @throws cli/document-in-use, cli/document-refused, cli/server-unreachable, cli/edit-refused
 */
export async function prepareDocument(
  server: CommandServer,
  document: string,
  clientId: string,
  startContent: string,
): Promise<ReplaySchema> {
  const schema = replaySchema(await probeNewDocument(server, document));
  const client = createSyncClient({ url: server.url, token: () => server.token('replay'), schema, clientId });
  try {
    const opened = await openDocument(client, document, server.url);
    opened.transact((tx) => tx.notes.insert({ id: NOTE_ID, body: startContent }));
    await untilSynced(opened);
  } finally {
    await client.close();
  }
  return schema;
}
