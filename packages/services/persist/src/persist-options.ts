import type { KeepOptions } from './keep-options.ts';
import type { TableKeeping } from './tables/table-keeping.ts';

/** What is kept of a store, where, and how. */
export interface PersistOptions extends KeepOptions {
  /**
   * Tables in the state that are kept row by row: `byRows({ 'posts.entities': byId })`. Their rows are migrated one by
   * one, in the background; steps of the rest see a number in their place.
   */
  readonly rows?: TableKeeping;
}
