import type { KeptEntry, StoredEntry } from '../kept/kept-entry.ts';

/** What decides which entries are sent. */
export interface Situation {
  /** In the order of the queue. */
  readonly kept: readonly KeptEntry[];
  /** Lanes in which something is being sent. */
  readonly busy: ReadonlyMap<string, unknown>;
  readonly nowMs: number;
  /** Nothing is sent at all: offline, or nobody is signed in. */
  readonly isHalted: boolean;
  /** What a lane does behind an entry that was refused. */
  readonly whenRefused: 'go on' | 'hold';
  /** Whether this sender may send an entry; what stands behind one that it may not waits too. */
  readonly maySend: (entry: StoredEntry) => boolean;
}

export interface Plan {
  /** At most one of each lane: the first that is not done. */
  readonly due: readonly KeptEntry[];
  /** When something else falls due by itself. */
  readonly wakeAtMs: number | undefined;
}

/** What is to be sent now, and when to look again. Pure. O(entries). */
export function planSends({ kept, busy, nowMs, isHalted, whenRefused, maySend }: Situation): Plan {
  const passed = new Set<string>(busy.keys());
  const due: KeptEntry[] = [];
  let wakeAtMs: number | undefined;
  if (isHalted) return { due, wakeAtMs };
  for (const one of kept) {
    const { entry, progress } = one;
    if (passed.has(entry.lane)) continue;
    if (progress.state === 'refused' && whenRefused === 'go on') continue;
    passed.add(entry.lane);
    if (progress.state === 'refused' || !maySend(entry)) continue;
    const { nextAttemptAtMs = nowMs, waitMs = 0 } = progress;
    const leftMs = nextAttemptAtMs - nowMs;
    // What would wait longer than it was to wait at first has had its clock set back.
    if (leftMs <= 0 || leftMs > waitMs) due.push(one);
    else wakeAtMs = Math.min(wakeAtMs ?? nextAttemptAtMs, nextAttemptAtMs);
  }
  return { due, wakeAtMs };
}
