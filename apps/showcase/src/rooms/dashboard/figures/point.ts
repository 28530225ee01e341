import type { LineId } from './figures.ts';
import type { ServerReading } from './server-reading.ts';

/** What all lines show at one moment; null where there is nothing to say. */
export interface Point {
  readonly atMs: number;
  readonly values: Readonly<Record<LineId, number | null>>;
}

/**
 * What a reading says, beside the one before it. Rates are exact over the time between the two, however many readings
 * were missed; after a restart there is none yet.
 */
export function pointFrom(before: ServerReading | undefined, now: ServerReading): Point {
  const { gauges, observations, atMs } = now;
  const isSameRun = before !== undefined && before.run === now.run;
  const seconds = before === undefined ? 0 : (atMs - before.atMs) / 1_000;
  const rate = (counter: string) =>
    isSameRun && seconds > 0
      ? ((now.counters[counter] ?? 0) - (before.counters[counter] ?? 0)) / seconds
      : null;
  const gauge = (name: string) => gauges[name] ?? null;
  const commit = observations.server_commit_ms;
  return {
    atMs,
    values: {
      sessions: gauge('server_connections'),
      documents: gauge('server_documents_open'),
      submissions: rate('server_submissions'),
      deliveries: rate('server_delivered_entries_count'),
      commitMedian: commit?.p50 ?? null,
      commitWorst: commit?.p99 ?? null,
      received: rate('server_received_bytes'),
      sent: rate('server_sent_bytes'),
      lagMedian: gauge('event_loop_lag_p50_ms'),
      lagWorst: gauge('event_loop_lag_p99_ms'),
      heap: gauge('process_heap_used_bytes'),
      resident: gauge('process_resident_bytes'),
    },
  };
}

/** A moment at which nothing is known: lines break off there. */
export function gapAt(atMs: number): Point {
  return {
    atMs,
    values: {
      sessions: null,
      documents: null,
      submissions: null,
      deliveries: null,
      commitMedian: null,
      commitWorst: null,
      received: null,
      sent: null,
      lagMedian: null,
      lagWorst: null,
      heap: null,
      resident: null,
    },
  };
}

/** What one line did in the time that is shown. */
export interface LineSummary {
  /** Of the newest moment. */
  readonly now: number | null;
  readonly mean: number | null;
  readonly highest: number | null;
}

/** O(points). */
export function summaryOf(points: readonly Point[], line: LineId): LineSummary {
  const values = points.flatMap(({ values: { [line]: value } }) => (value === null ? [] : [value]));
  if (values.length === 0) return { now: null, mean: null, highest: null };
  return {
    now: points.at(-1)?.values[line] ?? null,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    highest: Math.max(...values),
  };
}
