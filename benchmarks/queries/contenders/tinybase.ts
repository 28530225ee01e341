import { createCheckpoints, createIndexes, createQueries, createStore, type Table } from 'tinybase';
import { itemAt } from '../../entities/item-at.ts';
import { type OpenDatabase, SHOWN, type ShownRow } from '../database-contender.ts';

const ROWS = 'rows';
const OWNERS = 'owners';
const BY_OWNER = 'byOwner';

/**
 * A store of TinyBase. One query at a time is an index sorted by score; live ones are queries with a listener to their sorted
 * ids; going back is its checkpoints, which undo and redo what lies between.
 */
export const openTinyBaseDatabase: OpenDatabase = (entities, owners) => {
  const store = createStore();
  const rows: Table = {};
  for (const { id, title, ownerId, status, score, updatedAt } of entities) {
    rows[id] = { title, ownerId, status, score, updatedAt };
  }
  store.setTable(ROWS, rows);
  store.setTable(OWNERS, Object.fromEntries(owners.map(({ id, name }) => [id, { name }])));
  // Equal scores are rare and their order is by id only where the sort key says so.
  const indexes = createIndexes(store).setIndexDefinition(
    BY_OWNER,
    ROWS,
    'ownerId',
    'score',
    undefined,
    (left, right) => Number(right) - Number(left),
  );
  const queries = createQueries(store);
  const checkpoints = createCheckpoints(store).setSize(2_000);
  const marks: string[] = [];

  const scoreOf = (id: string) => Number(store.getCell(ROWS, id, 'score'));

  function sumOfBest(ownerId: string): number {
    const ids = indexes.getSliceRowIds(BY_OWNER, ownerId).slice(0, SHOWN);
    return ids.reduce((sum, id) => sum + scoreOf(id), 0);
  }

  function watch(query: string, shown: (id: string) => ShownRow) {
    let notices = 0;
    let ids = queries.getResultSortedRowIds(query, 'score', true, 0, SHOWN);
    const sorted = queries.addResultSortedRowIdsListener(query, 'score', true, 0, SHOWN, () => {
      ids = queries.getResultSortedRowIds(query, 'score', true, 0, SHOWN);
      notices += 1;
    });
    const cells = queries.addResultTableListener(query, () => {
      notices += 1;
    });
    return {
      rows: () => ids.map(shown),
      get notices() {
        return notices;
      },
      stop() {
        queries.delListener(sorted);
        queries.delListener(cells);
        queries.delQueryDefinition(query);
      },
    };
  }

  return {
    apply(changes, start, end) {
      for (let index = start; index < end; index += 1) {
        const change = itemAt(changes, index);
        if (change.kind === 'name') store.setCell(OWNERS, change.id, 'name', change.name);
        else store.setCell(ROWS, change.id, 'score', change.score);
      }
    },
    bestOfOwners(ownerIds, start, end) {
      let sum = 0;
      for (let index = start; index < end; index += 1) sum += sumOfBest(itemAt(ownerIds, index));
      return sum;
    },
    watchOwner(ownerId) {
      queries.setQueryDefinition('owner', ROWS, ({ select, where }) => {
        select('score');
        where('ownerId', ownerId);
      });
      return watch('owner', (id) => ({ id, score: Number(queries.getResultCell('owner', id, 'score')) }));
    },
    watchOpen() {
      queries.setQueryDefinition('open', ROWS, ({ select, join, where }) => {
        select('score');
        select(OWNERS, 'name');
        join(OWNERS, 'ownerId');
        where('status', 'open');
      });
      return watch('open', (id) => ({
        id,
        score: Number(queries.getResultCell('open', id, 'score')),
        ownerName: String(queries.getResultCell('open', id, 'name')),
      }));
    },
    countOlder(updatedBefore) {
      queries.setQueryDefinition('scan', ROWS, ({ select, where }) => {
        select('score');
        where((getCell) => Number(getCell('updatedAt')) < updatedBefore);
      });
      const count = queries.getResultRowCount('scan');
      queries.delQueryDefinition('scan');
      return count;
    },
    mark: () => marks.push(checkpoints.addCheckpoint()) - 1,
    visit(places, start, end, ownerId) {
      let sum = 0;
      for (let index = start; index < end; index += 1) {
        checkpoints.goTo(itemAt(marks, itemAt(places, index)));
        sum += sumOfBest(ownerId);
      }
      checkpoints.goTo(itemAt(marks, marks.length - 1));
      return sum;
    },
  };
};
