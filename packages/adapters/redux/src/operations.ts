import type { EntityId, IdSelector, RemoveManyFilter, Update } from '@reduxjs/toolkit';
import type { EditedSet, EntitySet } from './entities/entity-set.ts';
import { assertEntity, type Held, kindOf, tableIdOf } from './entity-id.ts';
import { reduxError } from './errors.ts';
import { settleEntity } from './settle-entity.ts';

/** What an operation does to the entities. Pure; a payload that is no good leaves them as they are and throws. */
export type Operation<T, Argument> = (set: EntitySet<T>, argument: Argument) => EditedSet<T>;

type Entities<T, Id extends EntityId> = readonly T[] | Record<Id, T>;

/** The operations of an entity adapter, as functions of a set of entities. */
export interface Operations<T, Id extends EntityId> {
  readonly addOne: Operation<T, T>;
  readonly addMany: Operation<T, Entities<T, Id>>;
  readonly setOne: Operation<T, T>;
  readonly setMany: Operation<T, Entities<T, Id>>;
  readonly setAll: Operation<T, Entities<T, Id>>;
  readonly updateOne: Operation<T, Update<T, Id>>;
  readonly updateMany: Operation<T, readonly Update<T, Id>[]>;
  readonly upsertOne: Operation<T, T>;
  readonly upsertMany: Operation<T, Entities<T, Id>>;
  readonly removeOne: Operation<T, Id>;
  readonly removeMany: Operation<T, readonly Id[] | RemoveManyFilter<T>>;
  readonly removeAll: Operation<T, unknown>;
}

/** @throws redux/not-entity, redux/not-entities, redux/not-list and redux/invalid-id, from each operation */
export function createOperations<T, Id extends EntityId>(selectId: IdSelector<T, Id>): Operations<T, Id> {
  const read = (operation: string, argument: unknown, take: (id: string, entity: Held<T>) => void) => {
    for (const entity of listOfEntities<T>(operation, argument)) {
      assertEntity(entity, operation);
      take(tableIdOf(entity, selectId, operation), entity);
    }
  };

  const add = (operation: string, set: EntitySet<T>, entities: Entities<T, Id>) =>
    set.edit((draft) => {
      read(operation, entities, (id, entity) => {
        if (!draft.has(id)) draft.put(settleEntity(entity));
      });
    });
  const put = (operation: string, set: EntitySet<T>, entities: Entities<T, Id>) => {
    let isSameId = true;
    const edited = set.edit((draft) => {
      read(operation, entities, (id, entity) => {
        if (set.size > 0 && isOtherId(set.get(id), entity)) isSameId = false;
        draft.put(settleEntity(entity));
      });
    });
    return isSameId ? edited : { ...edited, isSameOrder: false };
  };
  /** Whether an id was a number and is a text now, or the other way round: one place in the table, two in the list of ids. */
  const isOtherId = (before: T | undefined, after: T) =>
    before !== undefined && selectId(before) !== selectId(after);
  const revise = (operation: string, set: EntitySet<T>, changes: Changes): EditedSet<T> => {
    let isSameId = true;
    const edited = set.revise(changes.keys(), (entity, id) => {
      const after = changed(entity, changes.get(id) ?? {});
      tableIdOf(after, selectId, operation);
      if (isOtherId(entity, after)) isSameId = false;
      return after;
    });
    return isSameId ? edited : { ...edited, isSameOrder: false };
  };
  const update = (operation: string, set: EntitySet<T>, updates: readonly Update<T, Id>[]) =>
    revise(operation, set, mergedChanges(operation, set, updates));
  const upsert = (operation: string, set: EntitySet<T>, entities: Entities<T, Id>) => {
    const changes: Changes = new Map();
    const first = set.edit((draft) => {
      read(operation, entities, (id, entity) => {
        if (draft.has(id)) changes.set(id, { ...changes.get(id), ...entity });
        else draft.put(settleEntity(entity));
      });
    });
    const second = revise(operation, first.set, changes);
    return { set: second.set, isSameOrder: first.isSameOrder && second.isSameOrder };
  };

  return {
    addOne: (set, entity) => add('addOne', set, [entity]),
    addMany: (set, entities) => add('addMany', set, entities),
    setOne: (set, entity) => put('setOne', set, [entity]),
    setMany: (set, entities) => put('setMany', set, entities),
    setAll(set, entities) {
      const { set: after } = put('setAll', set.cleared(), entities);
      return isSameSet(set, after) ? { set, isSameOrder: true } : { set: after, isSameOrder: false };
    },
    updateOne: (set, one) => update('updateOne', set, [one]),
    updateMany: (set, updates) => update('updateMany', set, listOf('updateMany', updates)),
    upsertOne: (set, entity) => upsert('upsertOne', set, [entity]),
    upsertMany: (set, entities) => upsert('upsertMany', set, entities),
    removeOne: (set, id) => remove(set, [id]),
    removeMany: (set, chosen) =>
      remove(set, isFilter(chosen) ? matching(set, chosen.where) : listOf('removeMany', chosen)),
    removeAll: (set) =>
      set.size === 0 ? { set, isSameOrder: true } : { set: set.cleared(), isSameOrder: false },
  };
}

/** Merged changes under the id of the entity that they are for. */
type Changes = Map<string, object>;

function remove<T>(set: EntitySet<T>, ids: readonly EntityId[]): EditedSet<T> {
  return set.edit((draft) => {
    for (const id of ids) draft.delete(String(id));
  });
}

function isFilter<T>(chosen: readonly EntityId[] | RemoveManyFilter<T>): chosen is RemoveManyFilter<T> {
  return typeof chosen === 'object' && chosen !== null && 'where' in chosen && !Array.isArray(chosen);
}

/** The ids of the entities that have each of the fields, as the very same value. O(n). */
function matching<T>(set: EntitySet<T>, where: Partial<T>): string[] {
  const fields = Object.entries(where);
  if (fields.length === 0) return [];
  const ids: string[] = [];
  for (const id of set.keys()) {
    const entity = set.get(id);
    if (entity && fields.every(([field, value]) => Reflect.get(entity, field) === value)) ids.push(id);
  }
  return ids;
}

/** The entity with changes laid over it; the same one if they change nothing. */
function changed<T>(entity: Held<T>, changes: object): Held<T> {
  const isChange = Object.entries(changes).some(([field, value]) => !isAlready(entity, field, value));
  return isChange ? settleEntity({ ...entity, ...changes }) : entity;
}

function isAlready(entity: object, field: string, value: unknown): boolean {
  return Object.hasOwn(entity, field) && Object.is(Reflect.get(entity, field), value);
}

/** The changes of several updates to one entity that is there are one change, later fields over earlier ones. */
function mergedChanges<T, Id extends EntityId>(
  operation: string,
  set: EntitySet<T>,
  updates: readonly Update<T, Id>[],
): Changes {
  const merged: Changes = new Map();
  for (const update of updates) {
    if (typeof update !== 'object' || update === null) {
      throw reduxError('not-entity', { operation, got: kindOf(update) });
    }
    const id = String(update.id);
    if (set.has(id)) merged.set(id, { ...merged.get(id), ...update.changes });
  }
  return merged;
}

function listOfEntities<T>(operation: string, argument: unknown): readonly T[] {
  if (Array.isArray(argument)) return argument;
  if (typeof argument === 'object' && argument !== null) return Object.values(argument);
  throw reduxError('not-entities', { operation, got: kindOf(argument) });
}

function listOf<Item>(operation: string, list: readonly Item[]): readonly Item[] {
  if (!Array.isArray(list)) throw reduxError('not-list', { operation, got: kindOf(list) });
  return list;
}

function isSameSet<T>(before: EntitySet<T>, after: EntitySet<T>): boolean {
  return before.size === 0 && after.size === 0;
}
