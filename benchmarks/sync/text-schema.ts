import { defineSchema, table, text } from '@statehouse/db';

/** What the benched documents hold: one text. */
export const textSchema = defineSchema({ version: 1, tables: { texts: table({ content: text() }) } });
export const TEXT_ID = 'text';
