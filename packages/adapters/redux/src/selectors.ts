import {
  createDraftSafeSelector,
  type EntityAdapter,
  type EntityId,
  type EntityState,
} from '@reduxjs/toolkit';
import { idsAsArray } from './view/ids-view.ts';

type GetSelectors<T, Id extends EntityId> = EntityAdapter<T, Id>['getSelectors'];
type SelectorOptions = NonNullable<Parameters<GetSelectors<unknown, EntityId>>[1]>;

/**
 * The selectors of an adapter, memoised as Redux Toolkit's are. `selectIds` answers a real array, made once for each
 * order; `selectTotal` and `selectById` read the table itself. They take states without a table behind them as well.
 */
export function createGetSelectors<T, Id extends EntityId>(): GetSelectors<T, Id> {
  function getSelectors<V>(
    selectState?: (state: V) => EntityState<T, Id>,
    { createSelector = createDraftSafeSelector }: SelectorOptions = {},
  ) {
    const selectIds = (state: EntityState<T, Id>) => idsAsArray(state.ids);
    const selectEntities = (state: EntityState<T, Id>) => state.entities;
    const selectAll = createSelector(selectIds, selectEntities, (ids: Id[], entities: Record<Id, T>): T[] =>
      ids.map((id) => entities[id]),
    );
    const selectTotal = createSelector(
      (state: EntityState<T, Id>) => state.ids,
      (ids: Id[]) => ids.length,
    );
    const selectKey = (_: unknown, id: Id) => id;
    // Not every key that an object answers to is an id of it.
    const entityById = (entities: Record<Id, T>, id: Id) => (id in entities ? entities[id] : undefined);
    const selectKeys = (_: unknown, ids: readonly Id[]) => ids;
    const entitiesByIds = (entities: Record<Id, T>, ids: readonly Id[]): T[] =>
      ids.filter((id) => id in entities).map((id) => entities[id]);
    if (selectState === undefined) {
      const selectById = createSelector(selectEntities, selectKey, entityById);
      const selectByIds = createSelector(selectEntities, selectKeys, entitiesByIds);
      return { selectIds, selectEntities, selectAll, selectTotal, selectById, selectByIds };
    }
    const selectStateEntities = createSelector(selectState, selectEntities);
    return {
      selectIds: createSelector(selectState, selectIds),
      selectEntities: selectStateEntities,
      selectAll: createSelector(selectState, selectAll),
      selectTotal: createSelector(selectState, selectTotal),
      selectById: createSelector(selectStateEntities, selectKey, entityById),
      selectByIds: createSelector(selectStateEntities, selectKeys, entitiesByIds),
    };
  }
  return getSelectors;
}
