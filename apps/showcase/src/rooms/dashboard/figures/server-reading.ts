import type { MetricsSnapshot } from '@statehouse/observe/live';

/** What the server told of itself at one moment. Counters are of one run: another begins anew. */
export interface ServerReading extends MetricsSnapshot {
  readonly run: string;
}

/** Reads one message of the stream of metrics. Throws an Error that says what is wrong with it. */
export function parseServerReading(text: string): ServerReading {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new Error('A reading is an object.');
  const { run, number, atMs, counters, gauges, observations } = value;
  if (typeof run !== 'string' || typeof number !== 'number' || typeof atMs !== 'number')
    throw new Error('A reading says of which run it is, which one, and of when.');
  if (!isNumbers(counters) || !isNumbers(gauges) || !isSummaries(observations))
    throw new Error('A reading has counters, gauges and observations.');
  return { run, number, atMs, counters, gauges, observations };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumbers(value: unknown): value is Readonly<Record<string, number>> {
  return isRecord(value) && Object.values(value).every((each) => typeof each === 'number');
}

const SUMMARY = ['count', 'sum', 'max', 'p50', 'p90', 'p99', 'p999'] as const;

function isSummaries(value: unknown): value is ServerReading['observations'] {
  const isSummary = (each: unknown) =>
    isRecord(each) && SUMMARY.every((name) => typeof each[name] === 'number');
  return isRecord(value) && Object.values(value).every(isSummary);
}
