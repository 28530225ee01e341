import { systemTimers } from '@statehouse/kernel';
import { stateCodec } from '../codec/codec.ts';
import { type Damage, readKept } from '../format/kept-state.ts';
import { Keys } from '../format/keys.ts';
import type { PersistOptions } from '../persist-options.ts';
import { codedFor } from '../persist-status.ts';
import { dryRunRows, type RowsDryRun } from '../rows/dry-run.ts';
import { tableRowsOptions } from '../tables/table-rows.ts';
import { migrate } from './migrate.ts';

/** What taking up a kept store with these options would come to. */
export interface DryRun {
  /** The part that is kept whole; undefined when nothing is kept. */
  readonly state: StateDryRun | undefined;
  readonly damage: Damage | undefined;
  /** Its tables, by their paths. */
  readonly rows: Readonly<Record<string, RowsDryRun>>;
}

export type StateDryRun =
  | { readonly from: number; readonly to: number; readonly result: unknown }
  | { readonly from: number; readonly to: number; readonly problem: Error };

/**
 * Does with what is kept all that its migration would do, and changes nothing.
 *
 * @throws StatehouseError `persist/newer-version`, `persist/no-step` of tables, `persist/unknown-tag`
 */
export async function dryRun(
  options: Pick<PersistOptions, 'storage' | 'key' | 'version' | 'migrations' | 'codecs' | 'rows' | 'timers'>,
): Promise<DryRun> {
  const { storage, key, version = 1, migrations = [], rows = {}, timers = systemTimers } = options;
  const { kept, damage } = await readKept(storage, new Keys(key), stateCodec(options.codecs));
  const reports: [string, RowsDryRun][] = [];
  for (const path of Object.keys(rows))
    reports.push([path, await dryRunRows({ ...tableRowsOptions(options, path), timers })]);
  return { state: kept && stateOf(kept.state, kept.meta.version), damage, rows: Object.fromEntries(reports) };

  function stateOf(stored: unknown, from: number): StateDryRun {
    try {
      return { from, to: version, result: migrate(stored, from, version, migrations, key) };
    } catch (error) {
      return { from, to: version, problem: codedFor(error) };
    }
  }
}
