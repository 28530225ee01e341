import fc from 'fast-check';
import { counter, ref, refs, set, string } from '../field.ts';
import { defineSchema } from '../schema.ts';
import { table } from '../table-definition.ts';

/** A blog in which every field may be absent, so that any data can come first. */
export const nestedSchema = defineSchema({
  version: 1,
  tables: {
    users: table({
      name: string().default(''),
      boss: ref('users', { onDelete: 'nullify' }),
      tags: set(),
    }),
    posts: table({
      title: string().default(''),
      likes: counter(),
      author: ref('users', { onDelete: 'nullify' }),
      fans: refs('users', { onDelete: 'nullify' }),
    }),
    comments: table(
      {
        text: string().default(''),
        post: ref('posts', { onDelete: 'nullify' }),
        subjectUser: ref('users', { onDelete: 'nullify' }),
        subjectPost: ref('posts', { onDelete: 'nullify' }),
      },
      { unions: { subject: { by: 'kind', refs: { user: 'subjectUser', post: 'subjectPost' } } } },
    ),
  },
});

export type NestedSchema = typeof nestedSchema;
type Data = Record<string, unknown>;

const IDS = 5;

/**
 * One batch of nested data. What an entity's field holds depends on the entity and the batch alone, so that the order
 * of reading cannot matter; whether it is given, and whether its target is nested or named, is drawn each time.
 */
export function nestedBatch(value: fc.GeneratorValue, batch: number): Data {
  const chance = () => value(fc.boolean);
  const pick = (number: number) => (number + batch) % (IDS + 2);
  const idAs = (number: number) => (chance() ? String(number) : number);
  const listOrMap = (rows: readonly Data[]): unknown => {
    const distinct = [...new Map(rows.map((row) => [String(row.id), row])).values()];
    if (chance()) return distinct;
    return Object.fromEntries(distinct.map((row) => [String(row.id), row]));
  };
  const target = (make: (number: number, depth: number) => Data, number: number, depth: number): unknown =>
    depth > 0 && chance() ? make(number, depth - 1) : idAs(number);
  const user = (number: number, depth: number): Data => ({
    id: idAs(number),
    ...(chance() ? { name: `user ${number} in ${batch}` } : {}),
    ...(chance() ? { tags: [`t${batch}`, `t${number}`] } : {}),
    ...(chance() ? { boss: number === batch ? null : target(user, pick(number * 2), depth) } : {}),
    ...(chance() ? { name: undefined } : {}),
  });
  const post = (number: number, depth: number): Data => ({
    id: idAs(number),
    ...(chance() ? { title: `post ${number} in ${batch}` } : {}),
    ...(chance() ? { likes: number * 10 + batch } : {}),
    ...(chance() ? { author: target(user, pick(number), depth) } : {}),
    ...(chance() ? { fans: [pick(number), pick(number + 1)].map((one) => target(user, one, depth)) } : {}),
    ...(depth > 0 && chance() ? { comments: listOrMap([comment(number, depth - 1)]) } : {}),
  });
  const comment = (number: number, depth: number): Data => ({
    id: idAs(number),
    ...(chance() ? { text: `comment ${number} in ${batch}` } : {}),
    ...(chance() ? { post: target(post, number, depth) } : {}),
    ...(chance()
      ? {
          kind: number % 2 === 0 ? 'user' : 'post',
          subject: target(number % 2 === 0 ? user : post, pick(number), depth),
        }
      : {}),
  });
  const rows = (make: (number: number, depth: number) => Data) =>
    listOrMap(value(fc.array, fc.nat(IDS - 1), { maxLength: 3 }).map((number) => make(number, 3)));
  return { posts: rows(post), users: rows(user), comments: rows(comment) };
}

/** How the batches are nested. */
export const nestedRelations = { comments: { table: 'comments', via: 'post' } } as const;
