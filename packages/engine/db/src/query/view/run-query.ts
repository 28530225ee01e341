import type { Schema } from '../../schema.ts';
import type { Snapshot } from '../../snapshot.ts';
import type { Query } from '../expression/query.ts';
import type { Explanation } from './explanation.ts';
import { QueryView } from './query-view.ts';
import { snapshotPort } from './snapshot-port.ts';

/**
 * What a query answers in a snapshot, present or past.
 * @example
 * const database = createDatabase({ schema });
 * const open = from(schema, 'items').where('done', '=', false).limit(10).join('owner', 'list');
 * for (const { note, owner } of runQuery(open, database.snapshot)) console.log(`${note}`, owner?.name);
 */
export function runQuery<S extends Schema, Result>(query: Query<S, Result>, snapshot: Snapshot<S>): Result {
  return typed(new QueryView(snapshotPort, query, snapshot).value);
}

/** How a query would be answered in a snapshot. Answers it on the way, to tell what that takes. */
export function explainQuery<S extends Schema>(query: Query<S, unknown>, snapshot: Snapshot<S>): Explanation {
  return new QueryView(snapshotPort, query, snapshot).explain();
}

/** The builder gave the query the type of what it answers, and its parts were checked against the schema. */
export function typed<Result>(value: unknown): Result {
  return value as Result;
}
