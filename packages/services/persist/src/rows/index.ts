export { byRows } from '../tables/by-rows.ts';
export { byId, type TableBuilder, type TableForm } from '../tables/table-form.ts';
export type { KeepableStore, KeptPlace, TableKeeping, TablesBeside } from '../tables/table-keeping.ts';
export { dryRunRows, type RowsDryRun } from './dry-run.ts';
export {
  type KeptRows,
  openRows,
  type RowChange,
  type RowsOptions,
  type RowsStatus,
} from './kept-rows.ts';
export type { RowFormatOptions } from './row-format.ts';
export type { RowMigrationStatus } from './row-migration.ts';
