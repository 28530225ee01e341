/**
 * One entry of RTK Query's cache, as far as layers are concerned. `data` is what is shown. While layers lie over the
 * entry, `base` is what the server has said, and is absent otherwise.
 */
export interface CacheEntry {
  readonly endpointName?: string | undefined;
  readonly requestId?: string | undefined;
  readonly originalArgs?: unknown;
  readonly data?: unknown;
  readonly base?: unknown;
}

export type Queries = Readonly<Record<string, CacheEntry | undefined>>;

/** The entry without its layers. */
function uncoverEntry(entry: CacheEntry): CacheEntry {
  const { base, ...rest } = entry;
  return { ...rest, data: base };
}

/** The entries without their layers; the same object where none has any. */
export function uncoverQueries(queries: Queries): Queries {
  let uncovered: Record<string, CacheEntry | undefined> | undefined;
  for (const [key, entry] of Object.entries(queries)) {
    if (entry === undefined || !('base' in entry)) continue;
    uncovered ??= { ...queries };
    uncovered[key] = uncoverEntry(entry);
  }
  return uncovered ?? queries;
}
