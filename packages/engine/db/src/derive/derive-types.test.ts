import { expectTypeOf, test } from 'vitest';
import type { RowOf } from '../inferred-rows.ts';
import { from } from '../query/expression/rows-query.ts';
import { type QuerySchema, querySchema } from '../query/testing/query-schema.ts';
import { emptySnapshot, type Snapshot } from '../snapshot.ts';
import { sampleSchema } from '../testing/sample-schema.ts';
import { derive } from './derive.ts';

type Post = RowOf<QuerySchema, 'posts'>;
type Person = RowOf<QuerySchema, 'people'>;
const snapshot = emptySnapshot(querySchema);

test('what is read has the types of the schema, and the answer that of the function', () => {
  const card = derive(querySchema, (read, id: string) => {
    const post = read.get('posts', id);
    return {
      post,
      author: read.get('people', post?.author ?? null),
      best: read.range('posts', 'score', { reverse: true, limit: 3 }),
      open: read.query(from(querySchema, 'posts').where('status', '=', 'open').count()),
      ids: read.referrersOf('people', id, 'posts', 'readers'),
    };
  });
  expectTypeOf(card).parameters.toEqualTypeOf<[snapshot: Snapshot<QuerySchema>, id: string]>();
  const { post, author, best, open, ids } = card(snapshot, 'p');
  expectTypeOf(post).toEqualTypeOf<Post | undefined>();
  expectTypeOf(author).toEqualTypeOf<Person | undefined>();
  expectTypeOf(best).toEqualTypeOf<readonly Post[]>();
  expectTypeOf(open).toEqualTypeOf<number>();
  expectTypeOf(ids).toEqualTypeOf<readonly string[]>();
});

test('another selector is read with its arguments and answers with its value', () => {
  const age = derive(
    querySchema,
    (read, id: string, otherwise: number) => read.get('people', id)?.age ?? otherwise,
  );
  derive(querySchema, (read) => {
    expectTypeOf(read(age, 'a', 1)).toEqualTypeOf<number>();
    // @ts-expect-error an argument is missing
    read(age, 'a');
    // @ts-expect-error an id is a string
    read(age, 1, 1);
  });
  expectTypeOf(age.instance()).toEqualTypeOf(age);
  // @ts-expect-error each call is a list of arguments
  age.warm(snapshot, ['a']);
  age.prefetch(snapshot, [['a', 1]], { maxBytes: 1_000 });
});

test('what the schema does not have does not compile', () => {
  derive(querySchema, (read) => [
    // @ts-expect-error no such table
    () => read.get('cars', 'a'),
    // @ts-expect-error people stand in no order
    () => read.children('people'),
    // @ts-expect-error status refers to nothing
    () => read.referrersOf('people', 'a', 'posts', 'status'),
  ]);
  const size = derive(querySchema, (read) => read.size('posts'));
  // @ts-expect-error a snapshot of another schema
  () => size(emptySnapshot(sampleSchema));
});
