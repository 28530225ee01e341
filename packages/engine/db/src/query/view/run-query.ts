import type { Schema } from '../../schema.ts';
import type { Snapshot } from '../../snapshot.ts';
import type { Query } from '../expression/query.ts';
import type { Explanation } from './explanation.ts';
import { QueryView } from './query-view.ts';
import { snapshotPort } from './snapshot-port.ts';

/**
 * What a query answers in a snapshot, present or past.
 * @example
 * const schema = defineSchema({
 *   version: 1,
 *   tables: {
 *     people: table({ name: string() }),
 *     posts: table({ author: ref('people', { onDelete: 'cascade' }), score: number() }),
 *   },
 * });
 * const database = createDatabase({ schema });
 * const best = from(schema, 'posts').orderBy('score', 'descending').limit(10).join('writer', 'author');
 * for (const { score, writer } of runQuery(best, database.snapshot)) console.log(score, writer?.name);
 */
export function runQuery<S extends Schema, Result>(query: Query<S, Result>, snapshot: Snapshot<S>): Result {
  return typed(new QueryView(snapshotPort, query, snapshot).value);
}

/** How a query would be answered in a snapshot. Answers it on the way, to tell what that takes. */
export function explainQuery<S extends Schema>(query: Query<S, unknown>, snapshot: Snapshot<S>): Explanation {
  return new QueryView(snapshotPort, query, snapshot).explain();
}

/** The builder gave the query the type of what it answers, and its parts were checked against the schema. */
function typed<Result>(value: unknown): Result {
  return value as Result;
}
