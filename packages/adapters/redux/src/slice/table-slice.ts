import {
  type ActionReducerMapBuilder,
  createSlice,
  type Draft,
  type EntityAdapter,
  type EntityId,
  type PayloadAction,
  type RemoveManyFilter,
  type Slice,
  type SliceCaseReducers,
  type UnknownAction,
  type Update,
  type ValidateSliceCaseReducers,
} from '@reduxjs/toolkit';
import { type Clock, systemClock } from '@statehouse/kernel';
import { reduxError } from '../errors.ts';
import type { Stamp, TableSliceState, TableStatus } from './table-slice-state.ts';

type StampedAction<Payload> = PayloadAction<Payload, string, Stamp>;

/** A case reducer whose action says when it was made. */
interface StampedReducer<State, Payload> {
  reducer(state: Draft<State>, action: StampedAction<Payload>): void;
  prepare(payload: Payload): { payload: Payload; meta: Stamp };
}

/** One without an argument. */
interface BareReducer<State> {
  reducer(state: Draft<State>, action: StampedAction<undefined>): void;
  prepare(): { payload: undefined; meta: Stamp };
}

type Entities<T, Id extends EntityId> = readonly T[] | Record<Id, T>;

/** The case reducers that every table slice has. */
export type TableCaseReducers<T, Id extends EntityId, State = TableSliceState<T, Id>> = {
  addOne: StampedReducer<State, T>;
  addMany: StampedReducer<State, Entities<T, Id>>;
  setOne: StampedReducer<State, T>;
  setMany: StampedReducer<State, Entities<T, Id>>;
  setAll: StampedReducer<State, Entities<T, Id>>;
  updateOne: StampedReducer<State, Update<T, Id>>;
  updateMany: StampedReducer<State, readonly Update<T, Id>[]>;
  upsertOne: StampedReducer<State, T>;
  upsertMany: StampedReducer<State, Entities<T, Id>>;
  removeOne: StampedReducer<State, Id>;
  removeMany: StampedReducer<State, readonly Id[] | RemoveManyFilter<T>>;
  removeAll: BareReducer<State>;
  batch: StampedReducer<State, readonly UnknownAction[]>;
};

export interface TableSliceOptions<T, Id extends EntityId, Name extends string, Extra extends object> {
  readonly name: Name;
  /** What keeps the entities: its `selectId` and `sortComparer` are the slice's. */
  readonly adapter: EntityAdapter<T, Id>;
  /** The entities to begin with. */
  readonly entities?: Entities<T, Id>;
  /** Further fields of the state. */
  readonly initialState?: Extra;
  /** Asked by the action creators, never by a reducer. */
  readonly clock?: Clock;
  readonly extraReducers?: (builder: ActionReducerMapBuilder<TableSliceState<T, Id> & Extra>) => void;
}

interface OwnReducers<State, Reducers extends SliceCaseReducers<State>> {
  /** Further case reducers, as `createSlice` takes them. */
  readonly reducers: ValidateSliceCaseReducers<State, Reducers>;
}

export type TableSlice<
  T,
  Id extends EntityId,
  Name extends string,
  Extra extends object,
  Reducers extends SliceCaseReducers<TableSliceState<T, Id> & Extra>,
> = Slice<TableSliceState<T, Id> & Extra, TableCaseReducers<T, Id> & Reducers, Name>;

/**
 * A slice that is a table of entities with `loading`, `error` and `lastUpdated`, and has an action for each operation of its adapter.
 *
 * `actions.batch` takes actions of this slice and runs them in one: one dispatch, one notification, and nothing of it if one of them throws.
 *
 * @throws redux/foreign-action from a batch with an action of another slice
 *
 * @example
 * const posts = createTableSlice({ name: 'posts', adapter: createTableAdapter<{ id: string }>() });
 * const { upsertMany, removeOne, batch } = posts.actions;
 * const state = posts.reducer(undefined, batch([upsertMany([{ id: 'a' }, { id: 'b' }]), removeOne('a')]));
 */
export function createTableSlice<
  T,
  Id extends EntityId,
  Name extends string,
  Extra extends object,
  Reducers extends SliceCaseReducers<TableSliceState<T, Id> & Extra>,
>(
  options: TableSliceOptions<T, Id, Name, Extra> & OwnReducers<TableSliceState<T, Id> & Extra, Reducers>,
): TableSlice<T, Id, Name, Extra, Reducers>;
export function createTableSlice<T, Id extends EntityId, Name extends string, Extra extends object = object>(
  options: TableSliceOptions<T, Id, Name, Extra>,
): TableSlice<T, Id, Name, Extra, Record<never, never>>;
export function createTableSlice<
  T,
  Id extends EntityId,
  Name extends string,
  Extra extends object,
  Reducers extends SliceCaseReducers<TableSliceState<T, Id> & Extra>,
>(
  options: TableSliceOptions<T, Id, Name, Extra> &
    Partial<OwnReducers<TableSliceState<T, Id> & Extra, Reducers>>,
): TableSlice<T, Id, Name, Extra, Reducers> {
  type State = TableSliceState<T, Id> & Extra;
  const { name, adapter, entities, clock = systemClock } = options;
  const status = { loading: false, loads: 0, error: null, lastUpdated: null };
  // Without further fields `Extra` is `object`, which the state is anyhow.
  const fields = { ...status, ...options.initialState } as TableStatus & Extra;
  const batch: StampedReducer<TableSliceState<T, Id>, readonly UnknownAction[]> = {
    prepare: (payload) => ({ payload, meta: { atMs: clock.nowMs() } }),
    reducer(draft, { payload }) {
      for (const action of payload) {
        assertOwn(name, action);
        // A reducer takes the draft of its state as well as a state, and changes it.
        become(draft, slice.reducer(draft as State, action));
      }
    },
  };
  const reducers = { ...tableReducers(adapter, clock), batch, ...options.reducers };
  const initialState: State = adapter.getInitialState(fields, entities);
  const slice: TableSlice<T, Id, Name, Extra, Reducers> = createSlice({
    name,
    initialState,
    // Both parts are valid, which the condition cannot tell of two parts that are still type parameters.
    reducers: reducers as ValidateSliceCaseReducers<State, TableCaseReducers<T, Id> & Reducers>,
    ...(options.extraReducers && { extraReducers: options.extraReducers }),
  });
  return slice;
}

/** @throws redux/foreign-action */
function assertOwn(name: string, action: UnknownAction): void {
  if (!action.type.startsWith(`${name}/`)) {
    throw reduxError('foreign-action', { slice: name, action: action.type });
  }
}

/** Gives a draft what a case reducer returned in its place. */
function become(draft: object, result: object): void {
  if (draft === result) return;
  for (const key of Object.keys(draft)) if (!(key in result)) Reflect.deleteProperty(draft, key);
  Object.assign(draft, result);
}

type Table<T, Id extends EntityId> = Draft<TableSliceState<T, Id>>;

/** The operations of an adapter as case reducers that say when they changed something. */
function tableReducers<T, Id extends EntityId>(
  adapter: EntityAdapter<T, Id>,
  clock: Clock,
): Omit<TableCaseReducers<T, Id>, 'batch'> {
  const stamp = <Payload>(payload: Payload) => ({ payload, meta: { atMs: clock.nowMs() } });
  const stamped = <Payload>(
    operation: (state: Table<T, Id>, action: StampedAction<Payload>) => unknown,
  ): StampedReducer<TableSliceState<T, Id>, Payload> => ({
    prepare: stamp,
    reducer(state, action) {
      const before = state.entities;
      operation(state, action);
      if (state.entities !== before) state.lastUpdated = action.meta.atMs;
    },
  });
  const { reducer } = stamped<undefined>((state) => adapter.removeAll(state));
  return {
    addOne: stamped((state, action) => adapter.addOne(state, action)),
    addMany: stamped((state, action) => adapter.addMany(state, action)),
    setOne: stamped((state, action) => adapter.setOne(state, action)),
    setMany: stamped((state, action) => adapter.setMany(state, action)),
    setAll: stamped((state, action) => adapter.setAll(state, action)),
    updateOne: stamped((state, action) => adapter.updateOne(state, action)),
    updateMany: stamped((state, action) => adapter.updateMany(state, action)),
    upsertOne: stamped((state, action) => adapter.upsertOne(state, action)),
    upsertMany: stamped((state, action) => adapter.upsertMany(state, action)),
    removeOne: stamped((state, action) => adapter.removeOne(state, action)),
    removeMany: stamped((state, { payload }) => {
      if (isFilter(payload)) adapter.removeMany(state, payload);
      else adapter.removeMany(state, payload);
    }),
    removeAll: { prepare: () => stamp(undefined), reducer },
  };
}

function isFilter<T>(chosen: readonly EntityId[] | RemoveManyFilter<T>): chosen is RemoveManyFilter<T> {
  return !Array.isArray(chosen);
}
