export { emptyTable, tableFrom } from './slot-table.ts';
export type { Table, TableChange, TableDraft } from './table.ts';
export { diffTables } from './table-diff.ts';
