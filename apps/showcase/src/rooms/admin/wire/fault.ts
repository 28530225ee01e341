import { isNumber, isOneOf, isShape } from './guard.ts';

/** How the server behaves towards one window, for who wants to see what the room makes of it. */
export const FAULT_MODES = ['well', 'slow', 'failing', 'unreachable'] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

export interface Fault {
  readonly mode: FaultMode;
  /** How many of the answers are errors while it fails: 1 for all of them. */
  readonly share: number;
}

export const WELL: Fault = { mode: 'well', share: 0.5 };

export const isFault = isShape<Fault>({ mode: isOneOf(FAULT_MODES), share: isNumber });

/** Says which window asks, so that nobody else is slowed down with it. */
export const WINDOW_HEADER = 'x-office-window';
