import { createNextState } from '@reduxjs/toolkit';
import type { StatehouseError } from '@statehouse/kernel';
import type { CacheEntry } from './cache-entry.ts';
import { layerError } from './errors.ts';

/** What a layer is told beside the data and its argument. */
export interface LayerContext {
  /** The argument of the cached query: which page, which filter, which item. */
  readonly queryArg: unknown;
  /** Unique for each call of the mutation, and the same for all entries: an id for a row that has none yet. */
  readonly requestId: string;
}

/** Shows a mutation in the data of one query: changes the draft, or answers other data. Pure, and run again at every change. */
export type Show = (draft: unknown, arg: unknown, context: LayerContext) => unknown;

/** What takes the place of {@link Show} once the server has answered. Pure, like it. */
export type Fold = (draft: unknown, arg: unknown, result: unknown, context: LayerContext) => unknown;

/** How one mutation shows in one query. */
export interface Layering {
  readonly show: Show;
  readonly fold?: Fold | undefined;
}

/** Layerings by mutation, then by query. */
export type Layerings = ReadonlyMap<string, ReadonlyMap<string, Layering>>;

/** A mutation that shows. Plain JSON, so that it can stand in the state. */
export type Layer = PendingLayer | AnsweredLayer;

interface LayerOrigin {
  readonly requestId: string;
  /** The endpoint of the mutation. */
  readonly mutation: string;
  readonly arg: unknown;
}

export interface PendingLayer extends LayerOrigin {
  readonly state: 'pending';
}

export interface AnsweredLayer extends LayerOrigin {
  readonly state: 'answered';
  /** By the ledger's clock. */
  readonly answeredAt: number;
  /** What the server answered; left out where nothing folds it. */
  readonly result?: unknown;
}

/** Thrown by {@link runLayer}, so that it can be told from errors of anything else. */
export class LayerFailure {
  readonly layer: Layer;
  readonly error: StatehouseError;

  constructor(layer: Layer, error: StatehouseError) {
    this.layer = layer;
    this.error = error;
  }
}

/**
 * The data of an entry with one more layer over it. Rows that the layer does not touch stay the same objects.
 *
 * @throws LayerFailure
 */
export function runLayer(layer: Layer, { show, fold }: Layering, entry: CacheEntry, data: unknown): unknown {
  const context = { queryArg: entry.originalArgs, requestId: layer.requestId };
  const where = { mutation: layer.mutation, query: entry.endpointName ?? '' };
  const run = (draft: unknown) => {
    const isFolded = layer.state === 'answered' && fold !== undefined;
    const other = isFolded ? fold(draft, layer.arg, layer.result, context) : show(draft, layer.arg, context);
    if (isPromise(other)) throw new LayerFailure(layer, layerError('layer-async', where));
    return other;
  };
  try {
    return createNextState(data, run);
  } catch (cause) {
    if (cause instanceof LayerFailure) throw cause;
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new LayerFailure(layer, layerError('layer-threw', { ...where, problem }, { cause }));
  }
}

function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
