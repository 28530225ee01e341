export {
  createSqliteKeyValueStore,
  type SqliteKeyValueStoreOptions,
} from './key-value/sqlite-key-value-store.ts';
export { createSqliteLogStore, type SqliteLogStoreOptions } from './sqlite-log-store.ts';
