export { createLoad, handleLoad, type Load, type LoadConfig } from './slice/load.ts';
export {
  createTableSlice,
  type TableCaseReducers,
  type TableSlice,
  type TableSliceOptions,
} from './slice/table-slice.ts';
export type { Stamp, TableSliceState, TableStatus } from './slice/table-slice-state.ts';
export { explainTableWrites, tableChecks, tableDevTools, tableStoreOptions } from './store-options.ts';
export { createTableAdapter, type TableAdapterOptions } from './table-adapter.ts';
