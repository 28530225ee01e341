import type { ContenderOptions, Meter } from '../contest/meter.ts';
import type { Way } from './way.ts';

/** A kind of store that is measured in every way; it brings its library only when it is called. */
export type HubCase = (way: Way, options: ContenderOptions) => Promise<readonly Meter[]>;
