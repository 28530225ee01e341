import type { Middleware, StoreEnhancer, Tuple } from '@reduxjs/toolkit';
import type { Hub, JoinOptions } from '@statehouse/hub';
import { type Stopwatch, systemStopwatch } from '@statehouse/kernel';
import { Leads } from './leads.ts';
import { liveEnhancer } from './live-enhancer.ts';
import type { RefusalPolicy } from './live-store.ts';
import { shownEnhancer } from './shown-enhancer.ts';

export interface JoinHubOptions extends JoinOptions {
  /** What becomes of a dispatch that a plugin refuses; `throw` unless told. */
  readonly whenRefused?: RefusalPolicy;
  readonly stopwatch?: Stopwatch;
}

/** What `enhancers` of `configureStore` takes: puts two enhancers around those that a store has anyway. */
export interface EnhancersOnHub {
  <Enhancers extends readonly StoreEnhancer[]>(
    getDefaultEnhancers: () => Tuple<Enhancers>,
  ): Tuple<[StoreEnhancer, ...Enhancers, StoreEnhancer]>;
  /**
   * For stores whose middleware dispatches by itself: prepended to all other, it makes the causes of that exact inside of
   * thunks and after answers too. Without it they are, for what is dispatched from outside; the rest has none.
   */
  readonly middleware: Middleware;
}

/**
 * Puts a Redux store on the hub. A store with `enhancers` of its own has them in between:
 * `enhancers: (defaults) => joinHub(hub, 'app')(() => defaults().concat(own))`.
 *
 * @example
 * import { configureStore } from '@reduxjs/toolkit';
 * const hub = createHub();
 * const store = configureStore({ reducer: (count = 0) => count + 1, enhancers: joinHub(hub, 'app') });
 */
export function joinHub(hub: Hub, name: string, options: JoinHubOptions = {}): EnhancersOnHub {
  const { whenRefused = 'throw', stopwatch = systemStopwatch, ...join } = options;
  const leads = new Leads();
  const outermost = shownEnhancer({ hub, name, join, leads });
  const innermost = liveEnhancer({ hub, leads, whenRefused, stopwatch });
  const middleware: Middleware = () => (next) => (action) => leads.follow(action, next);
  const enhancers = <Enhancers extends readonly StoreEnhancer[]>(
    getDefaultEnhancers: () => Tuple<Enhancers>,
  ) => getDefaultEnhancers().prepend(outermost).concat(innermost);
  return Object.assign(enhancers, { middleware });
}
