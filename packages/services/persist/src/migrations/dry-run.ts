import type { StatehouseError } from '@statehouse/kernel';
import { stateCodec } from '../codec/codec.ts';
import { type Damage, readKept } from '../format/kept-state.ts';
import { Keys } from '../format/keys.ts';
import type { PersistOptions } from '../persist-options.ts';
import { codedFor } from '../persist-status.ts';
import type { RowsDryRun } from '../rows/dry-run.ts';
import type { KeptPlace } from '../tables/table-keeping.ts';
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
  | { readonly from: number; readonly to: number; readonly problem: StatehouseError };

/**
 * Does with what is kept all that its migration would do, and changes nothing.
 *
 * @throws StatehouseError `persist/newer-version`, `persist/no-step` of tables, `persist/unknown-tag`
 */
export async function dryRun(options: KeptPlace & Pick<PersistOptions, 'rows'>): Promise<DryRun> {
  const { storage, key, version = 1, migrations = [] } = options;
  const { kept, damage } = await readKept(storage, new Keys(key), stateCodec(options.codecs));
  const stateOf = (stored: unknown, from: number): StateDryRun => {
    try {
      return { from, to: version, result: migrate(stored, from, version, migrations, key) };
    } catch (error) {
      return { from, to: version, problem: codedFor(error) };
    }
  };
  const rows = (await options.rows?.dryRun(options)) ?? {};
  return { state: kept && stateOf(kept.state, kept.meta.version), damage, rows };
}
