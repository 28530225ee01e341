import { type RefObject, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Equality } from './equality.ts';
import type { Source } from './source.ts';

interface Answer<Selected> {
  readonly value: Selected;
}

/**
 * What `select` finds in a source. Every hook that reads stands on this one.
 * @param source the same object on every render
 * @param select may be another function on every render: only what it answers matters
 */
export function useSelected<Value, Selected>(
  source: Source<Value>,
  select: (value: Value) => Selected,
  isEqual: Equality<Selected>,
): Selected {
  const shown = useRef<Answer<Selected>>(undefined);
  const [read, readForPage] = useMemo(() => {
    const answer = remembering(select, isEqual, shown);
    return [() => answer(source.read()), () => answer(source.readForPage())];
  }, [source, select, isEqual]);
  const selected = useSyncExternalStore(source.subscribe, read, readForPage);
  useEffect(() => {
    shown.current = { value: selected };
  }, [selected]);
  return selected;
}

/**
 * `select`, asked once for each value. An answer that equals the last one is the last one: the last one given here,
 * or, at first, the one on the screen, which an inline selector of the render before has given.
 */
function remembering<Value, Selected>(
  select: (value: Value) => Selected,
  isEqual: Equality<Selected>,
  shown: RefObject<Answer<Selected> | undefined>,
): (value: Value) => Selected {
  let last: (Answer<Selected> & { readonly of: Value }) | undefined;
  return (value) => {
    if (last !== undefined && Object.is(last.of, value)) return last.value;
    const before = last ?? shown.current;
    const now = select(value);
    last = { of: value, value: before !== undefined && isEqual(before.value, now) ? before.value : now };
    return last.value;
  };
}
