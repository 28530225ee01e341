import { useCallback, useSyncExternalStore } from 'react';
import type { Cell, CellMap } from './cell.ts';

/** The value of a cell, kept up to date. */
export function useCell<Value>(cell: Cell<Value>): Value {
  return useSyncExternalStore(cell.subscribe, () => cell.value);
}

/** The value under one key, kept up to date; changes of other keys do not render. */
export function useCellOf<Value>(cells: CellMap<Value>, key: string): Value | undefined {
  const subscribe = useCallback((changed: () => void) => cells.subscribeTo(key, changed), [cells, key]);
  return useSyncExternalStore(subscribe, () => cells.get(key));
}
