import type { KeyValueStore } from '@statehouse/storage';
import type { RowFormat } from './row-format.ts';

/** What there is of other versions. */
export interface FoundVersions {
  /** Those under which rows lie that can be brought to the wanted version. */
  readonly versions: readonly number[];
  /** What is no row, and lies where rows of a version would from which no step leads here. It is left alone. */
  readonly foreignKeys: readonly string[];
}

/** How many rows are looked at in one go. */
const PAGE = 100;

/**
 * Finds out under which versions there are rows, by a few looks whatever their number.
 *
 * @throws StatehouseError `persist/no-step`, `persist/newer-version` where there are rows that cannot be brought here
 */
export async function foundVersions(storage: KeyValueStore, format: RowFormat): Promise<FoundVersions> {
  const { keys } = format;
  const versions: number[] = [];
  const foreignKeys: string[] = [];
  let [from, end] = keys.all;
  for (;;) {
    const [entry] = await storage.range(from, end, 1);
    if (entry === undefined) return { versions, foreignKeys };
    const version = keys.versionOf(entry[0]);
    if (version === undefined) {
      foreignKeys.push(entry[0]);
      from = `${entry[0]}\0`;
      continue;
    }
    [, from] = keys.rowsOf(version);
    if (version === format.version) continue;
    try {
      format.wayFrom(version);
      versions.push(version);
    } catch (error) {
      const foreign = await allUnsound(storage, format, version);
      if (foreign === undefined) throw error;
      foreignKeys.push(...foreign);
    }
  }
}

/** The keys of a version if there is not one row among them. */
async function allUnsound(
  storage: KeyValueStore,
  format: RowFormat,
  version: number,
): Promise<readonly string[] | undefined> {
  const unsound: string[] = [];
  for (let afterId: string | undefined; ; ) {
    const page = await storage.range(...format.keys.rowsOf(version, afterId), PAGE);
    for (const [key, value] of page) {
      if (format.isSound(format.keys.idOf(key), version, value)) return undefined;
      unsound.push(key);
    }
    const last = page.at(-1);
    if (last === undefined) return unsound;
    afterId = format.keys.idOf(last[0]);
  }
}
