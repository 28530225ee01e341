import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { ShownStore } from '../store/from-shown.ts';

/**
 * What `select` finds in a store: a reactive one, a stream as a store, or a handle of the hub; in the past while that
 * is shown. The component renders again only when the answer is another one.
 * @param select may be written in place; all of the state without it
 */
export function useStoreSelector<State>(store: ShownStore<State>): State;
export function useStoreSelector<State, Selected>(
  store: ShownStore<State>,
  select: (state: State) => Selected,
  isEqual?: (before: Selected, now: Selected) => boolean,
): Selected;
export function useStoreSelector(
  store: ShownStore<unknown>,
  select: (state: unknown) => unknown = itself,
  isEqual: (before: unknown, now: unknown) => boolean = Object.is,
): unknown {
  const shown = useRef<Answer>(undefined);
  const read = useMemo(() => {
    let last: (Answer & { readonly of: unknown }) | undefined;
    return () => {
      const state = store.getShown();
      if (last !== undefined && Object.is(last.of, state)) return last.value;
      // At first, what an inline selector of the rendering before has found.
      const before = last ?? shown.current;
      const now = select(state);
      last = { of: state, value: before !== undefined && isEqual(before.value, now) ? before.value : now };
      return last.value;
    };
  }, [store, select, isEqual]);
  const subscribe = useMemo(() => (changed: () => void) => store.subscribeShown(changed), [store]);
  const selected = useSyncExternalStore(subscribe, read, read);
  useEffect(() => {
    shown.current = { value: selected };
  }, [selected]);
  return selected;
}

interface Answer {
  readonly value: unknown;
}

function itself(state: unknown): unknown {
  return state;
}
