import type { Clock, Random, Timers } from '@statehouse/kernel';
import type { Tabs } from '@statehouse/storage/tabs';
import type { PersistOptions } from '../persist-options.ts';

/**
 * What is kept, and with whom it is shared: the selected parts are what all tabs have in common. Tables that are kept row by
 * row are not shared.
 */
export interface ShareOptions extends Omit<PersistOptions, 'rows'> {
  /** The other tabs: `createWebTabs()` in a browser. */
  readonly tabs: Tabs;
  /** How often a tab asks whether the leader is awake. Milliseconds. */
  readonly pingMs?: number;
  /** How long a leader may be silent before another tab takes its place: two pings at least. Milliseconds. */
  readonly patienceMs?: number;
  /** How long a new leader waits for what others know of the old one, before it runs what only a leader runs. Milliseconds. */
  readonly gatherMs?: number;
  readonly random?: Random;
}

/** The options with all that may be left out. */
export type SharePlan = ShareOptions & {
  readonly version: number;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly pingMs: number;
  readonly patienceMs: number;
  readonly gatherMs: number;
};
