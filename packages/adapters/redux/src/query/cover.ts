import { freeze } from '@reduxjs/toolkit';
import { copyWithStructuralSharing } from '@reduxjs/toolkit/query';
import type { CacheEntry, Queries } from './cache-entry.ts';
import { notePages } from './infinite-pages.ts';
import { type Layer, type Layering, type Layerings, runLayer } from './layer.ts';
import type { Ledger } from './ledger.ts';

interface Covered {
  readonly layers: readonly Layer[];
  readonly askedAt: number;
  readonly runs: readonly Run[];
  readonly entry: CacheEntry;
}

/** What was last shown over an entry as the server has it. It saves work and identities, and decides nothing. */
const lastCovered = new WeakMap<CacheEntry, Covered>();

/** Whether what an entry holds was asked for after a layer's answer, and so has it. */
function hasLayer(layer: Layer, askedAt: number): boolean {
  return layer.state === 'answered' && askedAt >= layer.answeredAt;
}

interface Run {
  readonly layer: Layer;
  readonly layering: Layering;
}

/**
 * What has to be run over an entry, in order: what it does not have, and above that what it has, as long as it bears that out. Of two
 * mutations of one row the later stays on top so, even if the earlier is answered last; and what others have changed since is not hidden.
 */
function runsOver(entry: CacheEntry, layers: readonly Layer[], askedAt: number, layerings: Layerings): Run[] {
  const runs: Run[] = [];
  if (entry.data === undefined || entry.endpointName === undefined) return runs;
  for (const layer of layers) {
    const layering = layerings.get(layer.mutation)?.get(entry.endpointName);
    if (layering === undefined) continue;
    if (hasLayer(layer, askedAt) && (runs.length === 0 || !isBorneOut({ layer, layering }, entry))) continue;
    runs.push({ layer, layering });
  }
  return runs;
}

function isBorneOut({ layer, layering }: Run, entry: CacheEntry): boolean {
  return copyWithStructuralSharing(entry.data, runLayer(layer, layering, entry, entry.data)) === entry.data;
}

function runAll(runs: readonly Run[], entry: CacheEntry): unknown {
  return runs.reduce((data, { layer, layering }) => runLayer(layer, layering, entry, data), entry.data);
}

const isSameRuns = (some: readonly Run[], others: readonly Run[]) =>
  some.length === others.length && some.every(({ layer }, at) => layer === others[at]?.layer);

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
  const last = lastCovered.get(entry);
  if (last !== undefined && last.layers === layers && last.askedAt === askedAt) return last.entry;
  const runs = runsOver(entry, layers, askedAt, layerings);
  if (runs.length === 0) return entry;
  if (last !== undefined && isSameRuns(last.runs, runs)) return last.entry;
  const data = runAll(runs, entry);
  const shown = notePages(shareRows(shownBefore, data), entry.data);
  const covered = { ...entry, data: shown, base: entry.data };
  lastCovered.set(entry, { layers, askedAt, runs, entry: covered });
  return covered;
}

/** Lets one layer become part of what lies beneath: from then on it is what the server has said. @throws LayerFailure */
export function sink(queries: Queries, layer: Layer, ledger: Ledger, layerings: Layerings): Queries {
  const sunk: Record<string, CacheEntry | undefined> = { ...queries };
  for (const [key, entry] of Object.entries(queries)) {
    const askedAt = ledger.askedAt[key] ?? 0;
    if (entry === undefined || hasLayer(layer, askedAt)) continue;
    const sinking = ledger.layers.filter((other) => other === layer || hasLayer(other, askedAt));
    const data = runAll(runsOver(entry, sinking, askedAt, layerings), entry);
    if (data !== entry.data) sunk[key] = { ...entry, data };
  }
  return sunk;
}
