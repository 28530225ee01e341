export { tableForm } from './persistent-table.ts';
export type { TableBuilder, TableForm } from './table-form.ts';
