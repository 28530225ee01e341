import type { StatehouseError } from '@statehouse/kernel';
import type { CacheEntry, Queries } from './cache-entry.ts';
import { cover, shareRows, sink } from './cover.ts';
import { plainPages } from './infinite-pages.ts';
import { type Layer, LayerFailure, type Layerings } from './layer.ts';
import { type Ledger, noteRefusal, type Refusal } from './ledger.ts';

export interface Settled {
  /** The entries as the server has them. */
  readonly queries: Queries;
  readonly ledger: Ledger;
  readonly shown: Queries;
}

/** The errors of layers, as they were thrown: a state can keep only what JSON can. */
const errors = new WeakMap<Refusal, StatehouseError>();

/** What was thrown, where this page has seen it happen. */
export function thrownBy(refusal: Refusal): StatehouseError | undefined {
  return errors.get(refusal);
}

/** Lets answered layers sink and lays the others over it, without those that fail. */
export function settle(queries: Queries, ledger: Ledger, layerings: Layerings, before: Queries): Settled {
  // Each turn that fails takes a layer away.
  for (let current = ledger; ; ) {
    try {
      const sunk = sinkAnswered(queries, current, layerings);
      const kept = keepRows(sunk.queries, before);
      return { queries: kept, ledger: sunk.ledger, shown: cover(kept, sunk.ledger, layerings, before) };
    } catch (failure) {
      if (!(failure instanceof LayerFailure)) throw failure;
      const { layer, error } = failure;
      const { code, message, details } = error;
      const { requestId, state } = layer;
      const refusal = { requestId, isOver: state === 'answered', code, message, details };
      errors.set(refusal, error);
      current = noteRefusal(current, refusal);
    }
  }
}

/**
 * What the server has said anew, with the rows that are as they were shown as the same objects: when a layer goes that was right,
 * its row is not to render again.
 */
function keepRows(queries: Queries, before: Queries): Queries {
  let kept: Record<string, CacheEntry | undefined> | undefined;
  for (const [key, entry] of Object.entries(queries)) {
    const last = before[key];
    if (entry === undefined || last === undefined || !('base' in last) || entry.data === last.base) continue;
    kept ??= { ...queries };
    kept[key] = { ...entry, data: plainPages(shareRows(last.data, entry.data)) };
  }
  return kept ?? queries;
}

/**
 * An answered layer sinks when no other is under it, so that what is shown does not change, and nothing that was asked for
 * before its answer can come any more: that would not know of it.
 */
function sinkAnswered(queries: Queries, ledger: Ledger, layerings: Layerings) {
  let sunk = queries;
  let rest = ledger;
  for (;;) {
    const [lowest, ...above] = rest.layers;
    if (lowest?.state !== 'answered') return { queries: sunk, ledger: rest };
    const targets = layerings.get(lowest.mutation);
    const isAwaited = Object.entries(rest.requests).some(([key, { startedAt }]) => {
      const endpoint = sunk[key]?.endpointName;
      return startedAt < lowest.answeredAt && endpoint !== undefined && targets?.has(endpoint);
    });
    if (isAwaited) return { queries: sunk, ledger: rest };
    sunk = sink(sunk, lowest, rest, layerings);
    rest = { ...rest, layers: above, askedAt: above.length === 0 ? {} : rest.askedAt };
  }
}

/** Entries with answered layers sunk into them, one after the other. One that fails is left out: its mutation is long over. */
export function sinkEach(
  queries: Queries,
  layers: readonly Layer[],
  ledger: Ledger,
  layerings: Layerings,
): Queries {
  let sunk = queries;
  for (const layer of layers) {
    try {
      sunk = sink(sunk, layer, ledger, layerings);
    } catch (failure) {
      if (!(failure instanceof LayerFailure)) throw failure;
    }
  }
  return sunk;
}
