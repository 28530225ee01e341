import { parseTourState, type TourState } from './tour-state.ts';

const TOUR_KEY = 'statehouse.tour';

/** The tour of this browser: all its windows are on one, since it needs two of them. */
export interface TourStore {
  readonly state: TourState;
  subscribe(listener: () => void): () => void;
  update(change: (state: TourState) => TourState): void;
}

/** Keeps the tour in the browser, and follows what other windows do to it. */
export function createTourStore(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  window: Pick<Window, 'addEventListener'>,
): TourStore {
  const listeners = new Set<() => void>();
  let state = parseTourState(storage.getItem(TOUR_KEY));
  const show = (next: TourState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  window.addEventListener('storage', (event) => {
    if (event.key === TOUR_KEY) show(parseTourState(event.newValue));
  });
  return {
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update(change) {
      const next = change(state);
      if (next === state) return;
      storage.setItem(TOUR_KEY, JSON.stringify(next));
      show(next);
    },
  };
}
