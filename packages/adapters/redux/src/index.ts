export { explainTableWrites, tableChecks, tableDevTools, tableStoreOptions } from './store-options.ts';
export { createTableAdapter, type TableAdapterOptions } from './table-adapter.ts';
