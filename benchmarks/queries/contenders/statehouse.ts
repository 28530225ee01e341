import {
  createDatabase,
  defineSchema,
  diffSnapshots,
  enumeration,
  number,
  ref,
  type Snapshot,
  snapshotFromRows,
  string,
  table,
  timestamp,
} from '@statehouse/db';
import { from, liveQuery, runQuery } from '@statehouse/db/query';
import { type Entity, STATUSES } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import { type LiveRows, type OpenDatabase, type Owner, SHOWN, type ShownRow } from '../database-contender.ts';

const schema = defineSchema({
  version: 1,
  tables: {
    owners: table({ name: string() }),
    rows: table(
      {
        title: string(),
        ownerId: ref('owners', { onDelete: 'cascade' }),
        status: enumeration(STATUSES),
        score: number(),
        updatedAt: timestamp(),
      },
      {
        indexes: [
          { fields: ['ownerId', 'score'], descending: ['score'] },
          { fields: ['status', 'score'], descending: ['score'] },
        ],
      },
    ),
  },
});
/** Enough to undo by, and no leak. */
const HISTORY = 100;

const rows = from(schema, 'rows');
const bestOf = (ownerId: string) =>
  rows.where('ownerId', '=', ownerId).orderBy('score', 'descending').limit(SHOWN);
const bestOpen = rows
  .where('status', '=', 'open')
  .orderBy('score', 'descending')
  .limit(SHOWN)
  .join('owner', 'ownerId');

/** A database that is its own log: changes are transactions, questions are queries of `db/query`. */
export const openStatehouseDatabase: OpenDatabase = (entities, owners) => {
  const snapshot = snapshotFromRows(schema, plainRowsOf(entities, owners));
  const database = createDatabase({ schema, snapshot, historyLimit: HISTORY, undoLimit: HISTORY });
  const marks: Snapshot<typeof schema>[] = [];
  const sumOfBest = (past: Snapshot<typeof schema>, ownerId: string) =>
    runQuery(bestOf(ownerId), past).reduce((sum, { score }) => sum + score, 0);
  return {
    apply(changes, start, end) {
      for (let index = start; index < end; index += 1) {
        const change = itemAt(changes, index);
        database.transact((tx) => {
          if (change.kind === 'name') tx.owners.modify(change.id, { name: change.name });
          else tx.rows.modify(change.id, { score: change.score });
        });
      }
    },
    bestOfOwners(ownerIds, start, end) {
      let sum = 0;
      for (let index = start; index < end; index += 1) {
        sum += sumOfBest(database.snapshot, itemAt(ownerIds, index));
      }
      return sum;
    },
    watchOwner: (ownerId) =>
      watched(liveQuery(database, bestOf(ownerId)), ({ id, score }) => ({ id, score })),
    watchOpen: () =>
      watched(liveQuery(database, bestOpen), ({ id, score, owner }) => ({
        id,
        score,
        ownerName: owner?.name ?? '',
      })),
    countOlder: (updatedBefore) =>
      runQuery(rows.where('updatedAt', '<', updatedBefore).count(), database.snapshot),
    mark: () => marks.push(database.snapshot) - 1,
    differingSince: (mark) =>
      diffSnapshots(itemAt(marks, mark), database.snapshot).find(({ table: name }) => name === 'rows')?.rows
        .length ?? 0,
    visit(places, start, end, ownerId) {
      let sum = 0;
      for (let index = start; index < end; index += 1) {
        sum += sumOfBest(itemAt(marks, itemAt(places, index)), ownerId);
      }
      return sum;
    },
  };
};

interface Watchable<Row> {
  readonly value: readonly Row[];
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

function watched<Row>(live: Watchable<Row>, shown: (row: Row) => ShownRow): LiveRows {
  let notices = 0;
  live.subscribe(() => {
    notices += 1;
  });
  return {
    rows: () => live.value.map(shown),
    get notices() {
      return notices;
    },
    stop: () => live.dispose(),
  };
}

function* plainRowsOf(
  entities: readonly Entity[],
  owners: readonly Owner[],
): Iterable<readonly [string, string, { readonly fields: Readonly<Record<string, string | number>> }]> {
  for (const { id, name } of owners) yield ['owners', id, { fields: { name } }];
  for (const { id, title, ownerId, status, score, updatedAt } of entities) {
    yield ['rows', id, { fields: { title, ownerId, status, score, updatedAt } }];
  }
}
