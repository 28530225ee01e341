import { diffTables } from '@statehouse/collections';
import {
  defineSchema,
  emptySnapshot,
  number,
  ref,
  type Snapshot,
  string,
  table,
  timestamp,
} from '@statehouse/db';
import { from, liveQuery, type Query, runQuery } from '@statehouse/db/query';
import { itemAt } from '../../entities/item-at.ts';
import { type LiveRows, type OpenDatabase, SHOWN, type ShownRow } from '../database-contender.ts';

const schema = defineSchema({
  version: 1,
  tables: {
    owners: table({ name: string() }),
    entities: table(
      {
        title: string(),
        ownerId: ref('owners', { onDelete: 'cascade' }),
        status: string(),
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
type State = Snapshot<typeof schema>;

const entities = from(schema, 'entities');
const bestOf = (ownerId: string) =>
  entities.where('ownerId', '=', ownerId).orderBy('score', 'descending').limit(SHOWN);
const open = entities
  .where('status', '=', 'open')
  .orderBy('score', 'descending')
  .limit(SHOWN)
  .join('owner', 'ownerId');

/** Snapshots of `@statehouse/db` and its queries; rows are written as the log's effects are, without a transaction. */
export const openStatehouse: OpenDatabase = (rows, owners) => {
  let state: State = emptySnapshot(schema).with([
    ...owners.map(({ id, name }) => ({ table: 'owners', id, row: { id, name } })),
    ...rows.map((row) => ({ table: 'entities', id: row.id, row: { ...row } })),
  ]);
  const marks: State[] = [];
  const listeners = new Set<() => void>();
  const source = {
    get snapshot() {
      return state;
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function watch<Item>(
    query: Query<typeof schema, readonly Item[]>,
    shown: (rows: readonly Item[]) => readonly ShownRow[],
  ): LiveRows {
    const live = liveQuery(source, query);
    let notices = 0;
    const stop = live.subscribe(() => {
      notices += 1;
      void live.value;
    });
    return {
      rows: () => shown(live.value),
      get notices() {
        return notices;
      },
      stop,
    };
  }

  function sumOfBest(snapshot: State, ownerId: string): number {
    return runQuery(bestOf(ownerId), snapshot).reduce((sum, { score }) => sum + score, 0);
  }

  return {
    apply(changes, start, end) {
      for (let index = start; index < end; index += 1) {
        const change = itemAt(changes, index);
        const name = change.kind === 'score' ? 'entities' : 'owners';
        const old = state.get(name, change.id);
        if (old === undefined) continue;
        const row = change.kind === 'score' ? { ...old, score: change.score } : { ...old, name: change.name };
        state = state.with([{ table: name, id: change.id, row }]);
        for (const listener of listeners) listener();
      }
    },
    bestOfOwners(ownerIds, start, end) {
      let sum = 0;
      for (let index = start; index < end; index += 1) sum += sumOfBest(state, itemAt(ownerIds, index));
      return sum;
    },
    watchOwner: (ownerId) => watch(bestOf(ownerId), (found) => found.map(({ id, score }) => ({ id, score }))),
    watchOpen: () =>
      watch(open, (found) =>
        found.map(({ id, score, owner }) => ({ id, score, ownerName: owner?.name ?? '' })),
      ),
    // Turned round twice, so that no index is taken for the status: the scan is what is measured.
    countOlder: (status, moment) =>
      runQuery(
        entities
          .where('updatedAt', '<', moment)
          .where((row) => row.not(row.is('status', '!=', status)))
          .count(),
        state,
      ),
    mark: () => marks.push(state) - 1,
    differingSince: (mark) => diffTables(itemAt(marks, mark).rows('entities'), state.rows('entities')).length,
    visit(places, start, end, ownerId) {
      let sum = 0;
      for (let index = start; index < end; index += 1)
        sum += sumOfBest(itemAt(marks, itemAt(places, index)), ownerId);
      return sum;
    },
  };
};
