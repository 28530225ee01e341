import { boolean, counter, enumeration, json, ref, refs, set, string, text, timestamp } from '../field.ts';
import { defineSchema } from '../schema.ts';
import { table } from '../table-definition.ts';

/** A schema with every kind of field, order, reference rule and key, for tests. */
export const sampleSchema = defineSchema({
  version: 1,
  tables: {
    people: table(
      {
        name: string(),
        email: string().nullable(),
        boss: ref('people', { onDelete: 'restrict', nullable: true }),
      },
      { unique: [['email']] },
    ),
    lists: table(
      {
        name: string(),
        color: enumeration(['red', 'blue']).nullable(),
        owner: ref('people', { onDelete: 'nullify' }),
      },
      { order: 'list' },
    ),
    items: table(
      {
        list: ref('lists', { onDelete: 'cascade' }),
        title: string().default(''),
        note: text(),
        done: boolean().default(false),
        votes: counter(),
        tags: set(),
        meta: json().nullable(),
        due: timestamp().nullable(),
        assignees: refs('people', { onDelete: 'nullify' }),
        blockedBy: ref('items', { onDelete: 'nullify' }),
      },
      { order: { tree: 'cascade' } },
    ),
  },
});

export type SampleSchema = typeof sampleSchema;
