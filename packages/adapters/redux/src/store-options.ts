import {
  type DevToolsEnhancerOptions,
  type ImmutableStateInvariantMiddlewareOptions,
  isAction,
  isImmutableDefault,
  isPlain,
  type Middleware,
  type SerializableStateInvariantMiddlewareOptions,
  type ThunkMiddleware,
  type Tuple,
} from '@reduxjs/toolkit';
import type { EntitySet } from './entities/entity-set.ts';
import { reduxError } from './errors.ts';
import { countOfReads, plainEntities, versionBehind } from './view/entities-view.ts';
import { arrayBehind, isIdsView } from './view/ids-view.ts';

/** How many entities of one change are checked: those of a table are alike, and a check of all would take longer than a load. */
const maxChecked = 1000;

/** The entities of each table that the check for serializability has seen last. */
const checked = new WeakMap<object, EntitySet<unknown>>();

function isView(value: unknown): boolean {
  return isIdsView(value) || versionBehind(value) !== undefined;
}

/** What the check has to look at in a value: of a table only the entities that are new since it was last asked. */
function entriesToCheck(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || isIdsView(value)) return [];
  const version = versionBehind(value);
  if (version === undefined) return Object.entries(value);
  const { set, lineage } = version;
  const entries: [string, unknown][] = [];
  for (const [id, entity] of set.newSince(checked.get(lineage))) {
    if (entries.push([id, entity]) === maxChecked) break;
  }
  checked.set(lineage, set);
  return entries;
}

interface TableChecks {
  readonly serializableCheck: SerializableStateInvariantMiddlewareOptions;
  readonly immutableCheck: ImmutableStateInvariantMiddlewareOptions;
}

/**
 * What the default middleware has to know about tables: `getDefaultMiddleware({ ...tableChecks })`. Views of a table are as good as plain
 * values; entities are looked at when they come in, up to 1,000 of one change; they are frozen, so nothing watches them.
 */
export const tableChecks: TableChecks = {
  serializableCheck: {
    isSerializable: (value: unknown) => isPlain(value) || isView(value),
    getEntries: entriesToCheck,
  },
  immutableCheck: { isImmutable: (value: unknown) => isImmutableDefault(value) || isView(value) },
};

/** How engines say that something frozen was written to: V8, SpiderMonkey, JavaScriptCore. */
const frozenWrite = /read[- ]?only|not extensible|cannot delete|unable to delete|can't be deleted/i;

/**
 * Says what to do where a reducer, or what it sets off, wrote into an entity that it had read from a table: the engine only says that
 * something was read-only. Belongs before all other middleware.
 *
 * @throws redux/entity-written with the engine's error as its cause
 */
export const explainTableWrites: Middleware = () => (next) => (action) => {
  const reads = countOfReads();
  try {
    return next(action);
  } catch (error) {
    if (!(error instanceof TypeError) || !frozenWrite.test(error.message) || countOfReads() === reads) {
      throw error;
    }
    const name = isAction(action) ? action.type : 'a thunk';
    throw reduxError('entity-written', { action: name, problem: error.message }, { cause: error });
  }
};

const shown = new WeakMap<object, unknown>();

/** A state with its tables as plain objects, for what looks at it from outside. What does not change is not made anew. */
function showTables(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const ids = arrayBehind(value);
  if (ids !== undefined) return ids;
  const known = shown.get(value);
  if (known !== undefined) return known;
  const version = versionBehind(value);
  const plain = version === undefined ? showMembers(value) : plainEntities(version.set);
  shown.set(value, plain);
  return plain;
}

function showMembers(value: object): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, showTables(member)] as const);
  const isSame = members.every(([key, member]) => member === Reflect.get(value, key));
  return isSame ? value : Object.fromEntries(members);
}

/** Lets the Redux DevTools show tables as `{ ids, entities }`: `devTools: { ...tableDevTools }`. O(n) for each table that changed. */
export const tableDevTools = {
  // What is shown stands for the state, without being one.
  stateSanitizer: <State>(state: State) => showTables(state) as State,
} satisfies DevToolsEnhancerOptions;

/**
 * All that a store has to know about tables: `configureStore({ reducer, ...tableStoreOptions })`. A store with middleware or DevTools
 * options of its own takes {@link explainTableWrites}, {@link tableChecks} and {@link tableDevTools} into those.
 */
export const tableStoreOptions = {
  middleware: (getDefaultMiddleware: (options: TableChecks) => Tuple<[ThunkMiddleware]>) =>
    getDefaultMiddleware(tableChecks).prepend(explainTableWrites),
  devTools: tableDevTools,
};
