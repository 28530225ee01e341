import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { Cell, CellMap } from '../window/cell.ts';

/** The value of a cell, kept up to date. */
export function useCell<Value>(cell: Cell<Value>): Value {
  return useSyncExternalStore(cell.subscribe, () => cell.value);
}

/** The value under one key, kept up to date; changes of other keys do not render. */
export function useCellOf<Value>(cells: CellMap<Value>, key: string): Value | undefined {
  const subscribe = useCallback((changed: () => void) => cells.subscribeTo(key, changed), [cells, key]);
  return useSyncExternalStore(subscribe, () => cells.get(key));
}

/** A part of a cell's value: renders only when the part is another one, by `isSame`. */
export function usePartOf<Value, Part>(
  cell: Cell<Value>,
  select: (value: Value) => Part,
  isSame: (one: Part, other: Part) => boolean,
): Part {
  const last = useRef<{ readonly part: Part }>(undefined);
  return useSyncExternalStore(cell.subscribe, () => {
    const part = select(cell.value);
    if (last.current === undefined || !isSame(last.current.part, part)) last.current = { part };
    return last.current.part;
  });
}
