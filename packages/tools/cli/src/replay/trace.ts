/** At `position`, first remove `deleteCount` code points, then put `insert` there. */
export interface Patch {
  readonly position: number;
  readonly deleteCount: number;
  readonly insert: string;
}

/** One user event: its patches apply one after the other. */
export interface TraceTransaction {
  readonly patches: readonly Patch[];
}

/** A transaction of a concurrent trace, made by `agent` in the merge of the versions `parents`. */
export interface ConcurrentTransaction extends TraceTransaction {
  readonly agent: number;
  /** Indices of earlier transactions. */
  readonly parents: readonly number[];
}

interface TraceFrame {
  /** The text before the first transaction. */
  readonly startContent: string;
  /** The text that must come out. */
  readonly endContent: string;
  /** True when some text in the trace holds a character above U+FFFF, so that code points are not UTF-16 units. */
  readonly astral: boolean;
  readonly patchCount: number;
}

/** One writer, or a flattened history: everything applies in order. */
export interface SequentialTrace extends TraceFrame {
  readonly kind: 'sequential';
  readonly transactions: readonly TraceTransaction[];
}

/** Several writers: each transaction's positions count in the version that its parents name. */
export interface ConcurrentTrace extends TraceFrame {
  readonly kind: 'concurrent';
  readonly agentCount: number;
  readonly transactions: readonly ConcurrentTransaction[];
}

export type Trace = SequentialTrace | ConcurrentTrace;

/** The number of Unicode code points in a text: the unit of positions and lengths in traces. */
export function countCodePoints(text: string): number {
  let surrogatePairs = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff) surrogatePairs += 1;
  }
  return text.length - surrogatePairs;
}
