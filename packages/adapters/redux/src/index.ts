export { createTableAdapter } from './table-adapter.ts';
