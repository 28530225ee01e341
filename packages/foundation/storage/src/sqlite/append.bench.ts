/**
 * Measures durable appends through the worker thread: `node --conditions=statehouse-source append.bench.ts [folder]`.
 * Prints one JSON object a line.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { assert } from '@statehouse/kernel';
import { chainOf, chainStart } from '../log/chain.ts';
import type { LogRecord, LogStore } from '../log/log-store.ts';
import { createSqliteLogStore } from './index.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function makeRecord(document: string, version: number, previous: string): LogRecord {
  const digest = sha256(`${document}${version}`);
  const header = JSON.stringify({
    algebra: 1,
    author: 'a1b2c3d4e5f6',
    base: version - 1,
    client: 'client-of-the-bench',
    document,
    epoch: 1,
    outcome: digest,
    payload: digest,
    schema: 1,
    sequence: version,
    version,
  });
  const payload = JSON.stringify({
    edits: [{ kind: 'modify', table: 'notes', id: 'n1', field: 'text', at: version }],
  });
  const outcome = JSON.stringify({ verdict: 'accepted', effect: [], conflicts: [], timeMs: 1 });
  const client = 'client-of-the-bench';
  const chain = chainOf(previous, header, sha256);
  return { version, kind: 'operation', client, sequence: version, header, chain, payload, outcome };
}

interface Writer {
  readonly tenant: string;
  readonly document: string;
  head: number;
  readonly prepared: readonly LogRecord[];
}

function makeWriters(count: number, tenants: number, records: number): readonly Writer[] {
  return Array.from({ length: count }, (_, index) => {
    const document = `document-${index}`;
    const prepared: LogRecord[] = [];
    for (let version = 1; version <= records; version += 1) {
      prepared.push(makeRecord(document, version, prepared.at(-1)?.chain ?? chainStart));
    }
    return { tenant: `tenant-${index % tenants}`, document, head: 0, prepared };
  });
}

async function appendNext(store: LogStore, writer: Writer, count: number): Promise<number> {
  const startMs = performance.now();
  const records = writer.prepared.slice(writer.head, writer.head + count);
  const result = await store.append(writer, writer.head, 1, records);
  assert(result.kind === 'appended', () => `append was answered ${result.kind}`);
  writer.head += count;
  return performance.now() - startMs;
}

/** Every document appends as fast as it is answered. */
async function measureThroughput(store: LogStore, writers: readonly Writer[], perAppend: number) {
  const latenciesMs: number[] = [];
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  await Promise.all(
    writers.map(async (writer) => {
      while (writer.head < writer.prepared.length)
        latenciesMs.push(await appendNext(store, writer, perAppend));
    }),
  );
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const records = writers.reduce((sum, writer) => sum + writer.head, 0);
  const cpuUsPerRecord = Number(((user + system) / records).toFixed(1));
  return { perSecond: Math.round(records / seconds), cpuUsPerRecord, latenciesMs };
}

/**
 * Records offered at a steady rate, the documents in turn. A document has one append under way, with all that waited
 * for it, as the server has it; latency counts from the offer.
 */
async function measureLatency(store: LogStore, writers: readonly Writer[], perSecond: number) {
  const latenciesMs: number[] = [];
  const total = writers.reduce((sum, writer) => sum + writer.prepared.length, 0);
  const startMs = performance.now();
  const dueMs = (offer: number) => startMs + (offer * 1000) / perSecond;
  const busy = new Set<Writer>();
  let offered = 0;
  const countWaiting = (writer: Writer, first: number) =>
    Math.max(0, Math.ceil((offered - first) / writers.length) - writer.head);
  const drain = async (writer: Writer, first: number): Promise<void> => {
    busy.add(writer);
    for (let count = countWaiting(writer, first); count > 0; count = countWaiting(writer, first)) {
      const from = writer.head;
      await appendNext(store, writer, count);
      const nowMs = performance.now();
      for (let at = from; at < writer.head; at += 1)
        latenciesMs.push(nowMs - dueMs(first + at * writers.length));
    }
    busy.delete(writer);
  };
  while (latenciesMs.length < total) {
    offered = Math.min(total, Math.floor(((performance.now() - startMs) * perSecond) / 1000));
    for (const [first, writer] of writers.entries()) {
      if (!busy.has(writer) && countWaiting(writer, first) > 0) drain(writer, first);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return { perSecond: Math.round(total / ((performance.now() - startMs) / 1000)), latenciesMs };
}

interface Measured {
  readonly perSecond: number;
  /** Of all threads together, the bench's own work included; it depends little on what else the machine does. */
  readonly cpuUsPerRecord?: number;
  readonly latenciesMs: readonly number[];
}

function report(name: string, { latenciesMs, ...figures }: Measured): void {
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(2));
  const latency = { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
  console.log(JSON.stringify({ bench: 'sqlite-append', case: name, ...figures, ...latency }));
}

async function inFreshStore(run: (store: LogStore) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(process.argv[2] ?? tmpdir(), 'statehouse-bench-'));
  const store = await createSqliteLogStore({ folder });
  await run(store);
  await store.close();
  await rm(folder, { recursive: true });
}

for (const [documents, tenants, perAppend, records] of [
  [50, 1, 1, 2_000],
  [50, 1, 10, 2_000],
  [200, 1, 10, 500],
  [200, 20, 10, 500],
  [1, 1, 1, 4_000],
  [1, 1, 100, 40_000],
] as const) {
  await inFreshStore(async (store) => {
    const writers = makeWriters(documents, tenants, records);
    const name = `throughput: ${documents} documents of ${tenants} tenants, ${perAppend} records an append`;
    report(name, await measureThroughput(store, writers, perAppend));
  });
}
for (const [documents, tenants, rate] of [
  [1, 1, 2_000],
  [50, 1, 2_000],
  [50, 10, 2_000],
  [50, 1, 10_000],
] as const) {
  await inFreshStore(async (store) => {
    const writers = makeWriters(documents, tenants, Math.floor((rate * 10) / documents));
    const name = `latency: ${documents} documents of ${tenants} tenants, ${rate} appends/s offered`;
    report(name, await measureLatency(store, writers, rate));
  });
}
