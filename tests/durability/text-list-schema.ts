import { boolean, counter, defineSchema, string, table, text } from '@statehouse/db';

/** One text and one list: what people edit together in these scenarios. */
export const textListSchema = defineSchema({
  version: 1,
  tables: {
    pages: table({ title: string().default(''), body: text(), visits: counter() }),
    items: table({ name: string(), done: boolean().default(false) }, { order: 'list' }),
  },
});
