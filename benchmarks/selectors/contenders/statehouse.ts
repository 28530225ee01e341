import { createDatabase, defineSchema, number, table } from '@statehouse/db';
import type { SelectorsUnderTest } from '../selector-contender.ts';
import { openChat } from './statehouse-chat.ts';
import { openSocial } from './statehouse-social.ts';

const schema = defineSchema({ version: 1, tables: { rows: table({ value: number() }) } });
/** Enough to undo by, and no leak. */
const HISTORY = 100;
const ROWS_AT_ONCE = 1_000;

/**
 * A database that is its own log: a transaction makes an operation, applies it, keeps its entry, and can be undone.
 * Derived selectors over its snapshots.
 */
export const statehouseSelectors: SelectorsUnderTest = {
  openSocial,
  openChat,
  canBeWornOut: true,
  openNumbers(ids) {
    const database = createDatabase({ schema, historyLimit: HISTORY, undoLimit: HISTORY });
    for (let first = 0; first < ids.length; first += ROWS_AT_ONCE) {
      database.transact((tx) => {
        for (const id of ids.slice(first, first + ROWS_AT_ONCE)) tx.rows.insert({ id, value: 0 });
      });
    }
    return {
      setOne: (id, value) => void database.transact((tx) => tx.rows.modify(id, { value })),
      setAll: (value) =>
        void database.transact((tx) => {
          for (const id of ids) tx.rows.modify(id, { value });
        }),
      valueOf: (id) => database.snapshot.table('rows').get(id)?.value,
    };
  },
};
