import type { MigrationStep } from '../migrations/migrate.ts';
import type { RowsOptions } from '../rows/kept-rows.ts';
import type { TableForm } from './table-form.ts';
import type { KeptPlace } from './table-keeping.ts';

/** How the rows of one table of a store are kept: beside the rest of it, and by the same steps. */
export function tableRowsOptions(
  options: KeptPlace,
  path: string,
  { parse }: TableForm,
): RowsOptions<unknown> {
  const { storage, key, version = 1, migrations = [], codecs, timers, stopwatch } = options;
  return {
    storage,
    key: tableName(key, path),
    version,
    migrations: stepsOfTable(migrations, path),
    ...(codecs === undefined ? {} : { codecs }),
    ...(timers === undefined ? {} : { timers }),
    ...(stopwatch === undefined ? {} : { stopwatch }),
    parse,
  };
}

/** Under which name the rows of a table are kept. */
export function tableName(key: string, path: string): string {
  return `${key}/tables/${path}`;
}

/** A step that says nothing of a table leaves its rows as they are. */
function stepsOfTable(steps: readonly MigrationStep[], path: string): readonly MigrationStep[] {
  return steps.map((step): MigrationStep => {
    const own = step.rows?.[path];
    const up = (row: unknown) => (own === undefined ? row : own.up(row));
    const hasDown = own === undefined ? step.down !== undefined : own.down !== undefined;
    const down = (row: unknown) => (own?.down === undefined ? row : own.down(row));
    return hasDown ? { to: step.to, up, down } : { to: step.to, up };
  });
}
