import { boolean, defineSchema, table, text } from '@statehouse/db';

/** What a document of the showcase holds: one text and one ordered list. */
export const schema = defineSchema({
  version: 1,
  tables: {
    notes: table({ body: text() }),
    tasks: table({ title: text(), done: boolean().default(false) }, { order: 'list' }),
  },
});

/** The schema of the showcase, as types want it. */
export type ShowcaseSchema = typeof schema;

/** Every document has one note, under this id. */
export const NOTE_ID = 'note';
