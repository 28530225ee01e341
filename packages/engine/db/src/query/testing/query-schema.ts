import {
  boolean,
  counter,
  enumeration,
  json,
  number,
  ref,
  refs,
  set,
  string,
  text,
  timestamp,
} from '../../field.ts';
import { defineSchema } from '../../schema.ts';
import { table } from '../../table-definition.ts';

/** A schema with every kind of field and reference that queries meet, for tests. */
export const querySchema = defineSchema({
  version: 1,
  tables: {
    people: table(
      {
        name: string(),
        team: enumeration(['red', 'blue', 'green']).nullable(),
        age: number().nullable(),
        boss: ref('people', { onDelete: 'nullify' }),
      },
      {
        indexes: [
          ['team', 'age'],
          { fields: ['team'], kind: 'hash' },
          { fields: ['name'], descending: ['name'] },
        ],
      },
    ),
    posts: table(
      {
        author: ref('people', { onDelete: 'nullify' }),
        status: enumeration(['draft', 'open', 'done']),
        score: number(),
        at: timestamp().nullable(),
        pinned: boolean(),
        tags: set(),
        readers: refs('people', { onDelete: 'nullify' }),
        body: text(),
        meta: json().nullable(),
      },
      {
        order: { tree: 'cascade' },
        indexes: [
          ['author', 'score'],
          ['status', 'at', 'score'],
          ['score'],
          { fields: ['author', 'at'], descending: ['at'] },
          { fields: ['status', 'pinned'], kind: 'hash' },
        ],
        search: ['body'],
      },
    ),
    comments: table(
      {
        post: ref('posts', { onDelete: 'cascade' }),
        by: ref('people', { onDelete: 'nullify' }),
        likes: counter(),
        about: string(),
      },
      { indexes: [['post', 'likes'], ['about']] },
    ),
  },
});

export type QuerySchema = typeof querySchema;
