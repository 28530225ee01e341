import { isStatehouseError, type StatehouseError, systemStopwatch, systemTimers } from '@statehouse/kernel';
import { foundVersions } from './found-versions.ts';
import type { RowsOptions } from './kept-rows.ts';
import { RowFormat } from './row-format.ts';
import { Slices } from './slices.ts';

/** What migrating rows would come to. */
export interface RowsDryRun {
  /** How many rows lie under each version that was found. */
  readonly rowsByVersion: ReadonlyMap<number, number>;
  /** How many could not be brought to the wanted version, or were not what `parse` takes. */
  readonly failures: number;
  readonly firstFailures: readonly { readonly id: string; readonly problem: StatehouseError }[];
  /** How many do not fit their checksum. */
  readonly damaged: number;
}

const MOST_TOLD = 20;
const PAGE_ROWS = 200;

/**
 * Brings every row to the wanted version without keeping any of them, in slices of the thread. Nothing is changed.
 *
 * @throws StatehouseError `persist/newer-version`, `persist/no-step`, `persist/unknown-tag`
 */
export async function dryRunRows(options: RowsOptions<unknown>): Promise<RowsDryRun> {
  const { storage, parse, sliceMs = 8, timers = systemTimers, stopwatch = systemStopwatch } = options;
  const format = new RowFormat(options);
  const { versions } = await foundVersions(storage, format);
  const slices = new Slices({ sliceMs, timers, stopwatch });
  const rowsByVersion = new Map<number, number>();
  const firstFailures: { readonly id: string; readonly problem: StatehouseError }[] = [];
  let failures = 0;
  let damaged = 0;
  const check = (id: string, version: number, value: string) => {
    try {
      const read = format.read(id, version, value);
      if (read === undefined) damaged += 1;
      else parse(read.row, id);
    } catch (error) {
      failures += 1;
      const problem = isStatehouseError(error) ? error : format.refused(id, error);
      if (firstFailures.length < MOST_TOLD) firstFailures.push({ id, problem });
    }
  };
  for (const version of [format.version, ...versions]) {
    let rows = 0;
    for (let afterId: string | undefined; ; ) {
      const page = await storage.range(...format.keys.rowsOf(version, afterId), PAGE_ROWS);
      for (const [key, value] of page) {
        check(format.keys.idOf(key), version, value);
        const pause = slices.next();
        if (pause !== undefined) await pause;
      }
      rows += page.length;
      const last = page.at(-1);
      if (last === undefined) break;
      afterId = format.keys.idOf(last[0]);
    }
    if (rows > 0) rowsByVersion.set(version, rows);
  }
  return { rowsByVersion, failures, firstFailures, damaged };
}
