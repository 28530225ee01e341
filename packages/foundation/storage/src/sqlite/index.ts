export { createSqliteLogStore, type SqliteLogStoreOptions } from './sqlite-log-store.ts';
