import { isJsonObject, type Json } from '@statehouse/kernel';
import type { Queries } from './cache-entry.ts';
import { layerError } from './errors.ts';
import { copyJson, notJson } from './json-argument.ts';
import type { AnsweredLayer, Layer, Layerings } from './layer.ts';
import { isUpsert, type ThunkAction } from './thunk-action.ts';

/**
 * What has to be known to lay layers over a cache: plain JSON in the state of the API. Its clock is one of order, not of
 * time: it grows by one with every query that starts and every mutation that is answered.
 */
export interface Ledger {
  readonly clock: number;
  /** In the order in which their mutations began. */
  readonly layers: readonly Layer[];
  /** Mutations under way whose layer was dropped. */
  readonly refused: readonly Refusal[];
  /** The request whose answer each entry will take, by cache key. */
  readonly requests: Readonly<Record<string, { readonly requestId: string; readonly startedAt: number }>>;
  /** When the data of each entry was asked for, by cache key; absent if that was before all layers. */
  readonly askedAt: Readonly<Record<string, number>>;
}

export interface Refusal {
  readonly requestId: string;
  /** The mutation is over too; forgotten with the next action. */
  readonly isOver: boolean;
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, Json>>;
}

/** Whether a value looks like a ledger that was kept. */
export function isLedger(value: unknown): value is Ledger {
  return (
    isJsonObject(value) &&
    Array.isArray(value.layers) &&
    value.layers.every(isLayer) &&
    isJsonObject(value.askedAt)
  );
}

function isLayer(value: unknown): value is Layer {
  return isJsonObject(value) && typeof value.requestId === 'string' && typeof value.mutation === 'string';
}

export const emptyLedger: Ledger = { clock: 0, layers: [], refused: [], requests: {}, askedAt: {} };

export function isEmptyLedger({ layers, refused, requests }: Ledger): boolean {
  return layers.length === 0 && refused.length === 0 && Object.keys(requests).length === 0;
}

function without<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Readonly<Record<string, Value>> {
  const { [key]: _, ...rest } = record;
  return rest;
}

/** A query has been sent, if it asks the server. */
export function noteQueryStart(ledger: Ledger, { meta: { requestId, arg } }: ThunkAction): Ledger {
  if (arg.queryCacheKey === undefined || isUpsert(arg)) return ledger;
  const clock = ledger.clock + 1;
  const request = { requestId, startedAt: clock };
  return { ...ledger, clock, requests: { ...ledger.requests, [arg.queryCacheKey]: request } };
}

/** The request of an entry has ended. `isWhole`: with an answer that is now all that the entry holds. */
export function noteQueryEnd(
  ledger: Ledger,
  { meta: { requestId, arg } }: ThunkAction,
  isWhole: boolean,
): Ledger {
  const key = arg.queryCacheKey;
  if (key === undefined) return ledger;
  const request = ledger.requests[key];
  if (request?.requestId !== requestId) return ledger;
  const ended = { ...ledger, requests: without(ledger.requests, key) };
  if (!isWhole || ledger.layers.length === 0) return ended;
  return { ...ended, askedAt: { ...ledger.askedAt, [key]: request.startedAt } };
}

/** A mutation has been sent. */
export function noteMutationStart(ledger: Ledger, { meta: { requestId, arg } }: ThunkAction): Ledger {
  const mutation = arg.endpointName;
  const copy = arg.originalArgs === undefined ? undefined : copyJson(arg.originalArgs);
  if (copy === notJson) {
    const { code, message, details } = layerError('layer-argument', { mutation });
    return { ...ledger, refused: [...ledger.refused, { requestId, isOver: false, code, message, details }] };
  }
  return { ...ledger, layers: [...ledger.layers, { state: 'pending', requestId, mutation, arg: copy }] };
}

/** A mutation has been answered. Its layer stays for what was asked for before this. */
export function noteAnswer(ledger: Ledger, { meta, payload }: ThunkAction, layerings: Layerings): Ledger {
  const known = dropRefusal(ledger, meta.requestId);
  const at = known.layers.findIndex(({ requestId }) => requestId === meta.requestId);
  const layer = known.layers[at];
  if (layer === undefined) return known;
  const clock = known.clock + 1;
  const isFolded = [...(layerings.get(layer.mutation)?.values() ?? [])].some(
    ({ fold }) => fold !== undefined,
  );
  const { requestId, mutation, arg } = layer;
  const answered: AnsweredLayer = {
    ...{ state: 'answered', requestId, mutation, arg, answeredAt: clock },
    ...(isFolded ? { result: payload } : {}),
  };
  return { ...known, clock, layers: known.layers.with(at, answered) };
}

/** A mutation has failed: it is as if it had never been. */
export function noteFailure(ledger: Ledger, { meta }: ThunkAction): Ledger {
  return dropLayer(dropRefusal(ledger, meta.requestId), meta.requestId);
}

/** A mutation that is under way asks for something else. */
export function noteArgument(ledger: Ledger, id: string, arg: unknown): Ledger {
  const at = ledger.layers.findIndex(({ requestId, state }) => requestId === id && state === 'pending');
  const layer = ledger.layers[at];
  return layer === undefined ? ledger : { ...ledger, layers: ledger.layers.with(at, { ...layer, arg }) };
}

/** Mutations that are under way are to lie in another order: those that are named, among themselves. */
export function noteOrder(ledger: Ledger, ids: readonly string[]): Ledger {
  const ranks = new Map(ids.map((id, rank) => [id, rank]));
  const rankOf = ({ requestId }: Layer) => ranks.get(requestId) ?? -1;
  const named = ledger.layers.filter((layer) => rankOf(layer) !== -1);
  const ordered = named.toSorted((one, other) => rankOf(one) - rankOf(other));
  if (ordered.every((layer, at) => layer === named[at])) return ledger;
  const next = ordered.values();
  const layers = ledger.layers.map((layer) => (rankOf(layer) === -1 ? layer : (next.next().value ?? layer)));
  return { ...ledger, layers };
}

/** Nobody will hear the answers to what another page has sent: what it waited for is gone, what was answered holds. */
export function noteNewPage(ledger: Ledger): Ledger {
  const layers = ledger.layers.filter(({ state }) => state === 'answered');
  return { ...ledger, layers, refused: [], requests: {} };
}

/** A layer has failed; its mutation goes on without it. */
export function noteRefusal(ledger: Ledger, refusal: Refusal): Ledger {
  const dropped = dropLayer(ledger, refusal.requestId);
  return { ...dropped, refused: [...dropped.refused, refusal] };
}

/** Forgets the refusals that have been there to be seen once. */
export function forgetOver(ledger: Ledger): Ledger {
  return ledger.refused.some(({ isOver }) => isOver)
    ? { ...ledger, refused: ledger.refused.filter(({ isOver }) => !isOver) }
    : ledger;
}

/** Forgets what entries waited for that are gone, or wait for something else. */
export function pruneLedger(ledger: Ledger, queries: Queries): Ledger {
  const requests = keepWhere(ledger.requests, (key, { requestId }) => queries[key]?.requestId === requestId);
  const hasLayers = ledger.layers.length > 0;
  const askedAt = keepWhere(ledger.askedAt, (key) => hasLayers && queries[key] !== undefined);
  if (requests === ledger.requests && askedAt === ledger.askedAt) return ledger;
  return { ...ledger, requests, askedAt };
}

/** Forgets when the data of an entry was asked for: it came from elsewhere. */
export function forgetAsked(ledger: Ledger, key: string): Ledger {
  return ledger.askedAt[key] === undefined ? ledger : { ...ledger, askedAt: without(ledger.askedAt, key) };
}

function dropLayer(ledger: Ledger, id: string): Ledger {
  const layers = ledger.layers.filter(({ requestId }) => requestId !== id);
  return layers.length === ledger.layers.length ? ledger : { ...ledger, layers };
}

function dropRefusal(ledger: Ledger, id: string): Ledger {
  const refused = ledger.refused.filter(({ requestId }) => requestId !== id);
  return refused.length === ledger.refused.length ? ledger : { ...ledger, refused };
}

function keepWhere<Value>(
  record: Readonly<Record<string, Value>>,
  isKept: (key: string, value: Value) => boolean,
): Readonly<Record<string, Value>> {
  const entries = Object.entries(record);
  const kept = entries.filter(([key, value]) => isKept(key, value));
  return kept.length === entries.length ? record : Object.fromEntries(kept);
}
