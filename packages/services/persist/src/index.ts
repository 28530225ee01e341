export { type Codec, codec } from './codec/codec.ts';
export type { Damage } from './format/kept-state.ts';
export { type ImportedState, readReduxPersist } from './imports/redux-persist.ts';
export { type DryRun, dryRun, type StateDryRun } from './migrations/dry-run.ts';
export { type MigrationStep, migrate, type RowStep } from './migrations/migrate.ts';
export type { Selection } from './patch/selection.ts';
export type { PersistOptions } from './persist-options.ts';
export type { PersistedStore, PersistStatus } from './persist-status.ts';
export { persistStore } from './persisted-store.ts';
export { dryRunRows, type RowsDryRun } from './rows/dry-run.ts';
export {
  type KeptRows,
  openRows,
  type RowChange,
  type RowsOptions,
  type RowsStatus,
} from './rows/kept-rows.ts';
export type { RowFormatOptions } from './rows/row-format.ts';
export type { RowMigrationStatus } from './rows/row-migration.ts';
export { byId, type TableBuilder, type TableForm } from './tables/table-form.ts';
