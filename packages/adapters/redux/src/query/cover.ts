import { freeze } from '@reduxjs/toolkit';
import { copyWithStructuralSharing } from '@reduxjs/toolkit/query';
import type { CacheEntry, Queries } from './cache-entry.ts';
import { notePages } from './infinite-pages.ts';
import { type Layer, type Layering, type Layerings, runLayer } from './layer.ts';
import type { Ledger } from './ledger.ts';

interface Covered {
  readonly layers: readonly Layer[];
  readonly entry: CacheEntry;
}

/** What was last shown over an entry as the server has it. It saves work and identities, and decides nothing. */
const lastCovered = new WeakMap<CacheEntry, Covered>();

/** How a layer shows in an entry, if it does: not over what was asked for after its answer. */
function layeringOf(
  layer: Layer,
  entry: CacheEntry,
  askedAt: number,
  layerings: Layerings,
): Layering | undefined {
  if (entry.data === undefined || entry.endpointName === undefined) return undefined;
  if (layer.state === 'answered' && askedAt >= layer.answeredAt) return undefined;
  return layerings.get(layer.mutation)?.get(entry.endpointName);
}

const isSameList = (some: readonly Layer[], others: readonly Layer[]) =>
  some.length === others.length && some.every((layer, at) => layer === others[at]);

/**
 * The entries with all layers over them, in the order of the layers. An entry that shows what it showed in `before` is the same
 * object. O(entries × layers), and each updater once for each entry that has changed.
 *
 * @throws LayerFailure
 */
export function cover(queries: Queries, ledger: Ledger, layerings: Layerings, before: Queries): Queries {
  if (ledger.layers.length === 0) return queries;
  const shown: Record<string, CacheEntry | undefined> = {};
  for (const [key, entry] of Object.entries(queries)) {
    shown[key] = entry && coverEntry(entry, ledger, ledger.askedAt[key] ?? 0, layerings, before[key]?.data);
  }
  return [queries, before].find((known) => isSameRecord(known, shown)) ?? shown;
}

function isSameRecord(some: Queries, others: Queries): boolean {
  const keys = Object.keys(some);
  return keys.length === Object.keys(others).length && keys.every((key) => some[key] === others[key]);
}

/** New data, frozen, with all of its parts that are as they were as the same objects. */
export function shareRows(before: unknown, data: unknown): unknown {
  return freeze(copyWithStructuralSharing(before, data), true);
}

function coverEntry(
  entry: CacheEntry,
  { layers }: Ledger,
  askedAt: number,
  layerings: Layerings,
  shownBefore: unknown,
): CacheEntry {
  const above = layers.filter((layer) => layeringOf(layer, entry, askedAt, layerings) !== undefined);
  if (above.length === 0) return entry;
  const last = lastCovered.get(entry);
  if (last !== undefined && isSameList(last.layers, above)) return last.entry;
  let data = entry.data;
  for (const layer of above) {
    const layering = layeringOf(layer, entry, askedAt, layerings);
    if (layering !== undefined) data = runLayer(layer, layering, entry, data);
  }
  const covered = { ...entry, data: shareRows(shownBefore, data), base: entry.data };
  notePages(covered.data, entry.data);
  lastCovered.set(entry, { layers: above, entry: covered });
  return covered;
}

/** Lets one layer become part of what lies beneath: from then on it is what the server has said. @throws LayerFailure */
export function sink(queries: Queries, layer: Layer, { askedAt }: Ledger, layerings: Layerings): Queries {
  const sunk: Record<string, CacheEntry | undefined> = { ...queries };
  for (const [key, entry] of Object.entries(queries)) {
    const layering = entry && layeringOf(layer, entry, askedAt[key] ?? 0, layerings);
    if (entry === undefined || layering === undefined) continue;
    const data = runLayer(layer, layering, entry, entry.data);
    if (data !== entry.data) sunk[key] = { ...entry, data };
  }
  return sunk;
}
