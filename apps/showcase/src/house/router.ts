import { addressHere, canonicalAddress, type Place, placeFromPath } from './place.ts';

/** One stay at a place. */
export interface Visit {
  readonly place: Place;
  /** Its position in the window's history, which names it when the person comes back. */
  readonly index: number;
  /** How many times this window has gone somewhere since it was loaded; 0 at the first place. */
  readonly turn: number;
  /** The tenant in whose house the link was made, if the address says so. */
  readonly tenant: string | undefined;
}

/** Where the window is. The address is the truth; this only reads and changes it. */
export interface Router {
  readonly visit: Visit;
  subscribe(listener: () => void): () => void;
  navigate(path: string): void;
}

/** As much of a window as its address needs. */
export interface RouterWindow {
  readonly location: Pick<Location, 'href' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'state' | 'scrollRestoration' | 'pushState' | 'replaceState'>;
  addEventListener(type: 'popstate', listener: () => void): void;
}

/** Follows the window's address; an old or short one is replaced by the one that it stands for. */
export function createRouter(window: RouterWindow): Router {
  const { location, history } = window;
  const listeners = new Set<() => void>();
  history.scrollRestoration = 'manual';
  const settle = () => {
    const canonical = canonicalAddress(new URL(location.href));
    const index = indexOf(history.state) ?? 0;
    if (canonical !== undefined || indexOf(history.state) === undefined)
      history.replaceState({ index }, '', canonical ?? location.href);
  };
  settle();
  let visit = visitOf(window, 0);
  const arrive = () => {
    settle();
    visit = visitOf(window, visit.turn + 1);
    for (const listener of listeners) listener();
  };
  window.addEventListener('popstate', arrive);
  return {
    get visit() {
      return visit;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    navigate(path) {
      const address = addressHere(path, location.search);
      if (address === location.pathname + location.search) return;
      history.pushState({ index: visit.index + 1 }, '', address);
      arrive();
    },
  };
}

function visitOf({ location, history }: RouterWindow, turn: number): Visit {
  return {
    place: placeFromPath(location.pathname),
    index: indexOf(history.state) ?? 0,
    turn,
    tenant: new URLSearchParams(location.search).get('tenant') ?? undefined,
  };
}

function indexOf(state: unknown): number | undefined {
  if (typeof state !== 'object' || state === null || !('index' in state)) return undefined;
  return typeof state.index === 'number' ? state.index : undefined;
}
