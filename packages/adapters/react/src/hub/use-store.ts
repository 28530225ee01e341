import { useMemo } from 'react';
import type { Equality } from '../equality.ts';
import { useSelected } from '../use-selected.ts';

/** Something whose views may see the present or the past: a store on the hub, or a value derived from several. */
export interface ShownStore<State> {
  getShown(): State;
  subscribeShown(listener: () => void): () => void;
}

/**
 * What `select` finds in a store on the hub, kept up to date; in the past while that is shown. The component renders
 * again only when the answer is another one: another object, or whatever `isEqual` tells apart.
 * @param select may be written in place; all of the state without it
 */
export function useStore<State>(store: ShownStore<State>): State;
export function useStore<State, Selected>(
  store: ShownStore<State>,
  select: (state: State) => Selected,
  isEqual?: Equality<Selected>,
): Selected;
export function useStore(
  store: ShownStore<unknown>,
  select: (state: unknown) => unknown = itself,
  isEqual: Equality<unknown> = Object.is,
): unknown {
  const source = useMemo(
    () => ({
      subscribe: (changed: () => void) => store.subscribeShown(changed),
      read: () => store.getShown(),
      readForPage: () => store.getShown(),
    }),
    [store],
  );
  return useSelected(source, select, isEqual);
}

function itself(state: unknown): unknown {
  return state;
}
