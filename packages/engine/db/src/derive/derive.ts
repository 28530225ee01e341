import type { Clock } from '@statehouse/kernel';
import { dbError } from '../errors.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { answerFor } from './answering.ts';
import { type Definition, DerivedCache } from './derived-cache.ts';
import type { Reader } from './reader.ts';
import type { Compressed, DeriveStats, Prefetched } from './usage.ts';

/** How much a selector keeps. */
export interface DeriveLimits {
  /** For how many arguments answers are kept; those that were used longest ago go first. 1,000 unless given. */
  readonly limit?: number;
  /** How many answers of earlier snapshots are kept beside. 100 unless given. */
  readonly pastLimit?: number;
}

export interface DeriveOptions extends DeriveLimits {
  /** What errors call it; the name of the function unless given. */
  readonly name?: string;
  /**
   * How many reads of a table, and how many queries and selectors, an answer tells apart; one that reads more depends on all of
   * the table. 500 unless given.
   */
  readonly maxReads?: number;
  /** What `stats().computingMs` is measured with. */
  readonly clock?: Clock;
}

/**
 * A function of a snapshot that remembers its answers. It throws what its function threw, the same error for as long as
 * nothing that was read has changed. Arguments are plain data; equal ones share an answer.
 */
export interface DerivedSelector<S extends Schema, Args extends readonly unknown[], Value> {
  (snapshot: Snapshot<S>, ...args: Args): Value;
  /** The same selector with a cache of its own: for a component that others must not push out. */
  instance(limits?: DeriveLimits): DerivedSelector<S, Args, Value>;
  /** Computes answers before they are asked for, up to the limit. @returns how many were not there before */
  warm(snapshot: Snapshot<S>, calls: Iterable<Args>): number;
  /** The same, as long as the answers take no more than a budget. */
  prefetch(snapshot: Snapshot<S>, calls: Iterable<Args>, budget: { readonly maxBytes: number }): Prefetched;
  /**
   * Packs what nobody has asked for since it was called last, and drops what was packed then already. A packed answer holds until one of
   * the tables that it was made of changes.
   */
  compress(): Compressed;
  /** Forgets all answers. */
  clear(): void;
  stats(): DeriveStats;
}

const DEFAULT_LIMIT = 1_000;
const DEFAULT_PAST_LIMIT = 100;
const DEFAULT_MAX_READS = 500;

/**
 * Makes a selector from a function that reads. What it reads is noted, and the answer is kept until some of that is
 * another. What stays equal in a new answer is the same object as before.
 * @throws StatehouseError `db/selector-option`; the selector throws `db/selector-argument`, `db/foreign-snapshot`,
 * `db/cyclic-selector`, `db/deep-selector`, `db/async-selector`, and whatever reading and the function throw
 * @example
 * const blog = defineSchema({
 *   version: 1,
 *   tables: { people: table({ name: string() }), posts: table({ author: ref('people', { onDelete: 'cascade' }) }) },
 * });
 * const postCard = derive(blog, (read, id: string) => {
 *   const post = read.get('posts', id);
 *   return { post, author: read.get('people', post?.author ?? null) };
 * });
 * postCard(createDatabase({ schema: blog }).snapshot, 'first');
 */
export function derive<S extends Schema, Args extends readonly unknown[], Value>(
  schema: S,
  compute: (read: Reader<S>, ...args: Args) => Value,
  options: DeriveOptions = {},
): DerivedSelector<S, Args, Value> {
  const name = options.name ?? (compute.name === '' ? 'without a name' : compute.name);
  const definition: Definition = {
    name,
    schema,
    compute: untyped(compute),
    limit: wholeNumber(name, 'limit', options.limit ?? DEFAULT_LIMIT, 1),
    pastLimit: wholeNumber(name, 'pastLimit', options.pastLimit ?? DEFAULT_PAST_LIMIT, 0),
    maxReads: wholeNumber(name, 'maxReads', options.maxReads ?? DEFAULT_MAX_READS, 1),
    clock: options.clock,
  };
  return selectorOf<S, Args, Value>(definition);
}

function selectorOf<S extends Schema, Args extends readonly unknown[], Value>(
  definition: Definition,
): DerivedSelector<S, Args, Value> {
  const cache = new DerivedCache(definition);
  const { name } = definition;
  const selector = (snapshot: Snapshot<S>, ...args: Args) => typed<Value>(cache.valueAt(snapshot, args));
  const methods = {
    instance: ({ limit = definition.limit, pastLimit = definition.pastLimit }: DeriveLimits = {}) =>
      selectorOf<S, Args, Value>({
        ...definition,
        limit: wholeNumber(name, 'limit', limit, 1),
        pastLimit: wholeNumber(name, 'pastLimit', pastLimit, 0),
      }),
    warm: (snapshot: Snapshot<S>, calls: Iterable<Args>) => cache.warm(snapshot, calls),
    prefetch: (snapshot: Snapshot<S>, calls: Iterable<Args>, { maxBytes }: { readonly maxBytes: number }) =>
      cache.prefetch(snapshot, calls, maxBytes),
    compress: () => cache.compress(),
    clear: () => cache.clear(),
    stats: () => cache.stats(),
  };
  Object.defineProperty(selector, 'name', { value: name });
  answerFor(selector, cache);
  return Object.assign(selector, methods);
}

function wholeNumber(selector: string, option: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw dbError('selector-option', { selector, option, expected: `a whole number from ${least} on` });
}

/** The cache gives it the reader and the arguments that its types ask for: they come through the selector. */
function untyped<S extends Schema, Args extends readonly unknown[], Value>(
  compute: (read: Reader<S>, ...args: Args) => Value,
): Definition['compute'] {
  return compute as unknown as Definition['compute'];
}

/** What the cache holds is what the function answered. */
function typed<Value>(value: unknown): Value {
  return value as Value;
}
