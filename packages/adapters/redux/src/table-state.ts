import {
  createNextState,
  type Draft,
  type EntityId,
  type EntityState,
  type IdSelector,
  isDraft,
} from '@reduxjs/toolkit';
import type { EntitySet } from './entities/entity-set.ts';
import { assertEntity, type Held } from './entity-id.ts';
import type { Operation } from './operations.ts';
import { settleEntity } from './settle-entity.ts';
import { createEntitiesView, TableVersion, versionBehind } from './view/entities-view.ts';
import { createIdsView, followSource, type IdSource } from './view/ids-view.ts';

/** The state of an adapter, plain or as Immer hands it to a reducer. */
export type AdapterState<T, Id extends EntityId> = EntityState<T, Id> | Draft<EntityState<T, Id>>;

/** Reads and writes the states of one adapter. */
export interface TableStates<T, Id extends EntityId> {
  createState(): EntityState<T, Id>;
  /** Runs an operation on a state: a draft is changed and returned, any other state stays and a new one is returned. */
  apply<S extends AdapterState<T, Id>, Argument>(
    state: S,
    operation: Operation<T, Argument>,
    argument: Argument,
  ): S;
}

/**
 * A state says what it holds by its `entities` and `ids` together: views of one version, made here. If a reducer or a saved state
 * put anything else in their place, that is taken in at the next operation, in the order of its ids. O(n) once.
 */
export function createTableStates<T, Id extends EntityId>(
  empty: EntitySet<T>,
  selectId: IdSelector<T, Id>,
): TableStates<T, Id> {
  const owner = {};

  function sourceOf(set: EntitySet<T>): IdSource<Id> {
    return {
      size: set.size,
      listIds() {
        const ids: Id[] = [];
        set.forEach((entity) => {
          ids.push(selectId(entity));
        });
        return ids;
      },
    };
  }

  function createVersion(set: EntitySet<T>, lineage: object): TableVersion<T, Id> {
    return new TableVersion({ set, ids: createIdsView(sourceOf(set)), owner, lineage });
  }

  function isOwn(version: TableVersion<unknown, EntityId>): version is TableVersion<T, Id> {
    return version.owner === owner;
  }

  function versionOf(state: AdapterState<T, Id>): TableVersion<T, Id> {
    const { ids, entities } = state;
    const version = versionBehind(entities);
    if (version !== undefined && isOwn(version) && version.ids === ids) return version;
    const { set } = empty.cleared().edit((draft) => {
      for (const entity of entitiesInOrder<T>(ids, entities)) draft.put(entity);
    });
    return createVersion(set, {});
  }

  function versionAfter(before: TableVersion<T, Id>, set: EntitySet<T>, isSameOrder: boolean) {
    const { lineage, ids } = before;
    if (!isSameOrder) return createVersion(set, lineage);
    followSource(ids, sourceOf(set));
    return new TableVersion({ set, ids, owner, lineage });
  }

  return {
    createState() {
      const version = createVersion(empty.cleared(), {});
      return { ids: version.ids, entities: createEntitiesView(version) };
    },
    apply(state, operation, argument) {
      const before = versionOf(state);
      const { set, isSameOrder } = operation(before.set, argument);
      if (set === before.set) return state;
      const after = versionAfter(before, set, isSameOrder);
      const views = { ids: after.ids, entities: createEntitiesView(after) };
      if (isDraft(state)) return Object.assign(state, views);
      return createNextState(state, (draft) => {
        Object.assign(draft, views);
      });
    },
  };
}

/** The entities of a state that no table stands behind: those that its ids name in their order, then the others. */
function entitiesInOrder<T>(ids: Iterable<unknown>, entities: object): Iterable<Held<T>> {
  const ordered = new Map<string, Held<T>>();
  for (const id of [...ids, ...Object.keys(entities)]) {
    const key = String(id);
    if (ordered.has(key) || !Object.hasOwn(entities, key)) continue;
    const entity: T = Reflect.get(entities, key);
    assertEntity(entity, 'a state');
    ordered.set(key, settleEntity(entity));
  }
  return ordered.values();
}
