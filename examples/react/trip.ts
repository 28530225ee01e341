import { boolean, defineSchema, table, text } from '@statehouse/db';
import { createStatehouse } from '@statehouse/react';

export const schema = defineSchema({
  version: 1,
  tables: { tasks: table({ title: text(), done: boolean().default(false) }, { order: 'list' }) },
});

// Once for each schema: the hooks know the tables, and nobody writes a cast.
export const trip = createStatehouse<typeof schema>();
