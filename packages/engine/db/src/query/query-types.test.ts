import type { TextValue } from '@statehouse/ot';
import { expectTypeOf, test } from 'vitest';
import type { RowOf } from '../inferred-rows.ts';
import { emptySnapshot } from '../snapshot.ts';
import { sampleSchema } from '../testing/sample-schema.ts';
import { from } from './expression/rows-query.ts';
import { type QuerySchema, querySchema } from './testing/query-schema.ts';
import { runQuery } from './view/run-query.ts';

type Post = RowOf<QuerySchema, 'posts'>;
type Person = RowOf<QuerySchema, 'people'>;
type Comment = RowOf<QuerySchema, 'comments'>;

const snapshot = emptySnapshot(querySchema);
const posts = from(querySchema, 'posts');

test('a query answers with the rows of its table, and with what is joined under its name', () => {
  expectTypeOf(runQuery(posts, snapshot)).toEqualTypeOf<readonly Post[]>();
  const joined = runQuery(
    posts
      .join('writer', 'author')
      .join('seenBy', 'readers')
      .join('above', 'parent')
      .joinReferrers('comments', 'comments', 'post')
      .joinChildren('below'),
    snapshot,
  );
  type Joined = (typeof joined)[number];
  expectTypeOf<Joined['writer']>().toEqualTypeOf<Person | null>();
  expectTypeOf<Joined['seenBy']>().toEqualTypeOf<readonly Person[]>();
  expectTypeOf<Joined['above']>().toEqualTypeOf<Post | null>();
  expectTypeOf<Joined['comments']>().toEqualTypeOf<readonly Comment[]>();
  expectTypeOf<Joined['below']>().toEqualTypeOf<readonly Post[]>();
  expectTypeOf<Joined['body']>().toEqualTypeOf<TextValue>();
});

test('what is joined is what refining makes of it', () => {
  const joined = runQuery(
    posts
      .join('writer', 'author', (people) => people.where('age', '>', 3).join('head', 'boss'))
      .joinReferrers('talk', 'comments', 'post', (comments) => comments.join('writer', 'by').limit(3))
      .joinReferrers('last', 'comments', 'post', (comments) => comments.orderBy('likes').first())
      .joinReferrers('likes', 'comments', 'post', (comments) => comments.sum('likes')),
    snapshot,
  );
  type Joined = (typeof joined)[number];
  expectTypeOf<NonNullable<Joined['writer']>['head']>().toEqualTypeOf<Person | null>();
  expectTypeOf<Joined['talk'][number]['writer']>().toEqualTypeOf<Person | null>();
  expectTypeOf<Joined['last']>().toEqualTypeOf<Comment | null>();
  expectTypeOf<Joined['likes']>().toEqualTypeOf<number>();
});

test('aggregates, groups and distinct values have the types of their fields', () => {
  expectTypeOf(runQuery(posts.count(), snapshot)).toEqualTypeOf<number>();
  expectTypeOf(runQuery(posts.average('score'), snapshot)).toEqualTypeOf<number | null>();
  expectTypeOf(runQuery(posts.min('status'), snapshot)).toEqualTypeOf<'draft' | 'open' | 'done' | null>();
  const totals = runQuery(
    posts.totals((over) => ({ best: over.max('score'), all: over.count() })),
    snapshot,
  );
  expectTypeOf(totals).toEqualTypeOf<{ readonly best: number | null; readonly all: number }>();
  const groups = runQuery(
    posts.groupBy(['author', 'status'], (over) => ({ points: over.sum('score') })).orderBy('points'),
    snapshot,
  );
  expectTypeOf<(typeof groups)[number]>().toEqualTypeOf<{
    readonly author: string | null;
    readonly status: 'draft' | 'open' | 'done';
    readonly points: number;
  }>();
  const teams = runQuery(from(querySchema, 'people').distinct('team'), snapshot);
  expectTypeOf<(typeof teams)[number]>().toEqualTypeOf<{ readonly team: 'red' | 'blue' | 'green' | null }>();
});

test('what does not fit the schema does not compile', () => {
  const misuse = [
    // @ts-expect-error there is no such table
    () => from(querySchema, 'things'),
    // @ts-expect-error there is no such field
    () => posts.where('colour', '=', 'red'),
    // @ts-expect-error a score is a number
    () => posts.where('score', '=', '1'),
    // @ts-expect-error null stands in no order
    () => posts.where('at', '<', null),
    // @ts-expect-error that is none of its values
    () => posts.where('status', 'in', ['open', 'closed']),
    // @ts-expect-error a number begins with nothing
    () => posts.where('score', 'startsWith', '1'),
    // @ts-expect-error a status has no members
    () => posts.where('status', 'has', 'open'),
    // @ts-expect-error JSON is only null or not
    () => posts.where('meta', '=', 'x'),
    // @ts-expect-error a text has no order
    () => posts.orderBy('body'),
    // @ts-expect-error people have no place
    () => from(querySchema, 'people').orderBy('position'),
    // @ts-expect-error a status is no reference
    () => posts.join('it', 'status'),
    // @ts-expect-error the name is that of a field
    () => posts.join('author', 'author'),
    // @ts-expect-error comments refer to no people by post
    () => from(querySchema, 'people').joinReferrers('all', 'comments', 'post'),
    // @ts-expect-error people are no tree
    () => from(querySchema, 'people').joinChildren('all').node,
    // @ts-expect-error a status cannot be added up
    () => posts.sum('status'),
    // @ts-expect-error the groups have no score
    () => posts.distinct('status').orderBy('score'),
    // @ts-expect-error the snapshot is of another schema
    () => runQuery(posts, emptySnapshot(sampleSchema)),
  ];
  expectTypeOf(misuse).toExtend<(() => unknown)[]>();
});
