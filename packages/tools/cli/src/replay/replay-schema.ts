import { defineSchema, table, text } from '@statehouse/db';

/** A replayed document holds one note with this id. */
export const NOTE_ID = 'note';

/**
 * What a replayed document holds: one note, as in the showcase, so that a replay into its server can be watched there.
 * A server judges by its own schema; only the version has to be the same.
 */
export function replaySchema(version: number) {
  return defineSchema({ version, tables: { notes: table({ body: text() }) } });
}

export type ReplaySchema = ReturnType<typeof replaySchema>;
