import type { Unit } from '../measurement.ts';

/** Names a figure: all contenders that can give it give it under this name and in this unit. */
export interface Cell {
  readonly case: string;
  readonly metric: string;
  readonly unit: Unit;
  /** How many entities or operations it is about, where that is not the n of the run. */
  readonly n?: number;
  /** That many samples say enough, and each is worth its time. */
  readonly mostSamples?: number;
}

/** A figure that can be taken again and again inside the process of one contender. */
export interface Meter extends Cell {
  /** One sample, in the unit. */
  sample(): number | Promise<number>;
}

/** What a contender's process is told. */
export interface ContenderOptions {
  readonly n: number;
  readonly quick: boolean;
}

/** One implementation in a contest. */
export interface Contender {
  readonly impl: string;
  /** The largest n at which it can be measured, and what stands against more. */
  readonly upTo?: { readonly n: number; readonly reason: string };
  /** Called in the contender's own process, so that its library is loaded there only. */
  meters(options: ContenderOptions): Promise<readonly Meter[]>;
}

/** Implementations that are measured side by side. */
export interface Contest {
  readonly bench: string;
  /** The implementation with which the others are compared in the conclusions. */
  readonly yardstick: string;
  /** The one size at which it is held, where its cases have sizes of their own. */
  readonly onlyN?: number;
  readonly contenders: readonly Contender[];
}
