import { cliError } from '../errors.ts';
import type { CommandServer } from '../temporary-server.ts';
import { Player } from './player.ts';
import { NOTE_ID, type ReplaySchema, replaySchema } from './replay-schema.ts';

const FIRST_GUESS = 1;

/**
 * Puts the note with the text before the first transaction into a document that holds nothing yet, and answers the
 * schema that the server's documents have.
 * @throws cli/document-in-use, cli/server-unreachable, cli/edit-refused
 */
export async function prepareDocument(
  server: CommandServer,
  document: string,
  clientId: string,
  startContent: string,
): Promise<ReplaySchema> {
  const guess = replaySchema(FIRST_GUESS);
  const probe = await openPlayer(server, guess, document, `${clientId}-probe`);
  const version = probe.line.schemaVersion ?? FIRST_GUESS;
  await probe.close();
  const schema = version === FIRST_GUESS ? guess : replaySchema(version);
  const player = await openPlayer(server, schema, document, clientId);
  try {
    if (player.document.snapshot.get('notes', NOTE_ID) !== undefined)
      throw cliError('document-in-use', { document });
    player.document.transact((tx) => tx.notes.insert({ id: NOTE_ID, body: startContent }));
    await Promise.race([player.document.whenSynced(), player.failed]);
  } finally {
    await player.close();
  }
  return schema;
}

async function openPlayer(
  server: CommandServer,
  schema: ReplaySchema,
  document: string,
  clientId: string,
): Promise<Player> {
  const player = new Player({ server, schema, document, clientId, maxOperations: 1 });
  try {
    await player.open();
    return player;
  } catch (error) {
    await player.close();
    throw error;
  }
}
