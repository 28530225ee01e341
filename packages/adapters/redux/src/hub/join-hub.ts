import type { StoreEnhancer, Tuple } from '@reduxjs/toolkit';
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

/** Puts its two enhancers around those that a store has anyway. */
export type EnhancersOnHub = <Enhancers extends readonly StoreEnhancer[]>(
  getDefaultEnhancers: () => Tuple<Enhancers>,
) => Tuple<[StoreEnhancer, ...Enhancers, StoreEnhancer]>;

/**
 * Puts a Redux store on the hub. A store with `enhancers` of its own has them in between:
 * `enhancers: (defaults) => joinHub(hub, 'app')(() => defaults().concat(own))`.
 *
 * @example
 * const hub = createHub();
 * const store = configureStore({ reducer: (count = 0) => count + 1, enhancers: joinHub(hub, 'app') });
 */
export function joinHub(hub: Hub, name: string, options: JoinHubOptions = {}): EnhancersOnHub {
  const { whenRefused = 'throw', stopwatch = systemStopwatch, ...join } = options;
  return (getDefaultEnhancers) => {
    const leads = new Leads();
    const outermost = shownEnhancer({ hub, name, join, leads });
    const innermost = liveEnhancer({ hub, leads, whenRefused, stopwatch });
    return getDefaultEnhancers().prepend(outermost).concat(innermost);
  };
}
