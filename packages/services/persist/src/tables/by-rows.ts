import { dryRunRows, type RowsDryRun } from '../rows/dry-run.ts';
import { KeptTables } from './kept-tables.ts';
import type { TableForm } from './table-form.ts';
import type { TableKeeping } from './table-keeping.ts';
import { tableRowsOptions } from './table-rows.ts';

export interface ByRowsOptions {
  /** A table that is new as a whole and has as many rows or more is written so many at a time. 2,000 unless told. */
  readonly maxWriteRows?: number;
}

/** Keeps tables row by row: their forms by the paths at which they stand in the state. */
export function byRows(
  forms: Readonly<Record<string, TableForm>>,
  { maxWriteRows = 2_000 }: ByRowsOptions = {},
): TableKeeping {
  return {
    keep: (store, options) => new KeptTables(store, forms, options, maxWriteRows),
    async dryRun(options) {
      const reports: [string, RowsDryRun][] = [];
      for (const [path, form] of Object.entries(forms))
        reports.push([path, await dryRunRows(tableRowsOptions(options, path, form))]);
      return Object.fromEntries(reports);
    },
  };
}
