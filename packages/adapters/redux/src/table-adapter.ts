import {
  type Comparer,
  type EntityAdapter,
  type EntityId,
  type IdSelector,
  isFluxStandardAction,
  type PayloadAction,
} from '@reduxjs/toolkit';
import { emptyPlainSet } from './entities/plain-set.ts';
import { emptySortedSet } from './entities/sorted-set.ts';
import { tableIdOf } from './entity-id.ts';
import { createOperations, type Operation } from './operations.ts';
import { createGetSelectors } from './selectors.ts';
import { type AdapterState, createTableStates } from './table-state.ts';

export interface TableAdapterOptions<T, Id extends EntityId> {
  /** The field `id`, unless said otherwise. */
  readonly selectId: IdSelector<T, Id>;
  /** Absent or false: the order in which ids came in. */
  readonly sortComparer?: false | Comparer<T>;
}

/**
 * Redux Toolkit's `createEntityAdapter` on a persistent table: the same functions on a state of the same shape, where adding,
 * changing or removing one entity costs O(log n), and old states stay as they were.
 *
 * `state.entities` and `state.ids` are read as ever and refuse to be written to. docs/redux.md lists what else differs.
 *
 * @throws redux/not-entity, redux/not-entities, redux/not-list, redux/invalid-id from the functions that take entities;
 * redux/entities-written and redux/ids-written from the two views
 *
 * @example
 * const posts = createTableAdapter<{ id: number; title: string }>({ sortComparer: (a, b) => a.id - b.id });
 * let state = posts.getInitialState({ open: false });
 * state = posts.addMany(state, [{ id: 2, title: 'Second' }, { id: 1, title: 'First' }]);
 * [...state.ids]; // [1, 2]
 * state.entities[1]?.title; // 'First'
 */
export function createTableAdapter<T, Id extends EntityId>(
  options: TableAdapterOptions<T, Id>,
): EntityAdapter<T, Id>;
export function createTableAdapter<T extends { id: EntityId }>(
  options?: Omit<TableAdapterOptions<T, T['id']>, 'selectId'>,
): EntityAdapter<T, T['id']>;
export function createTableAdapter<T>(
  options: Partial<TableAdapterOptions<T, EntityId>> = {},
): EntityAdapter<T, EntityId> {
  const { selectId = ownId, sortComparer = false } = options;
  const idOf = (entity: T) => tableIdOf(entity, selectId, 'a table');
  const empty = sortComparer ? emptySortedSet<T>(idOf, sortComparer) : emptyPlainSet<T>(idOf);
  const states = createTableStates<T, EntityId>(empty, selectId);
  const operations = createOperations<T, EntityId>(selectId);

  /** An operation as a case reducer: it takes its argument as it is, or as the payload of an action. */
  const reducerOf =
    <Argument>(operation: Operation<T, Argument>) =>
    <S extends AdapterState<T, EntityId>>(state: S, argument: Argument | PayloadAction<Argument>): S =>
      states.apply(state, operation, isAction(argument) ? argument.payload : argument);

  return {
    selectId,
    sortComparer,
    getInitialState(additional?: object, entities?: readonly T[] | Record<EntityId, T>) {
      const state = { ...states.createState(), ...additional };
      return entities === undefined ? state : states.apply(state, operations.setAll, entities);
    },
    getSelectors: createGetSelectors<T, EntityId>(),
    addOne: reducerOf(operations.addOne),
    addMany: reducerOf(operations.addMany),
    setOne: reducerOf(operations.setOne),
    setMany: reducerOf(operations.setMany),
    setAll: reducerOf(operations.setAll),
    updateOne: reducerOf(operations.updateOne),
    updateMany: reducerOf(operations.updateMany),
    upsertOne: reducerOf(operations.upsertOne),
    upsertMany: reducerOf(operations.upsertMany),
    removeOne: reducerOf(operations.removeOne),
    removeMany: reducerOf(operations.removeMany),
    removeAll: <S>(state: AdapterState<T, EntityId>): S =>
      // The type of Redux Toolkit says by a condition on S that the state is of type S, which no parameter can repeat.
      states.apply(state, operations.removeAll, undefined) as S,
  };
}

function ownId(entity: unknown): EntityId {
  const id: EntityId = typeof entity === 'object' && entity !== null ? Reflect.get(entity, 'id') : undefined;
  return id;
}

function isAction<Argument>(
  argument: Argument | PayloadAction<Argument>,
): argument is PayloadAction<Argument> {
  return isFluxStandardAction(argument);
}
