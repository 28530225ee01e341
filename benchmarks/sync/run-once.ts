import { Latencies } from './latencies.ts';
import type { Load, LoadPart } from './load.ts';
import { startChild } from './processes.ts';

/** What all clients of one run saw together. */
export interface RunResult {
  readonly ackedPerSecond: number;
  readonly ackedP99Ms: number;
  readonly seenP99Ms: number;
  /** Answers and sights that never came. */
  readonly missingAcks: number;
  readonly missingSights: number;
  readonly lateMs: number;
  readonly loadCpuMs: number;
}

/** Fifty clients take more of a processor than a server: in one process, the load would be what is measured. */
const LOAD_PROCESSES = 2;
const HEAD_START_MS = 200;

/** One run: a fresh server, and clients in processes of their own. */
export async function runOnce(
  impl: string,
  offered: Omit<Load, 'url' | 'part' | 'parts'>,
): Promise<RunResult> {
  const server = startChild(`./servers/${impl}.ts`, offered.documents);
  try {
    const { url } = (await server.line()) as { readonly url: string };
    const generators = Array.from({ length: LOAD_PROCESSES }, (_, part) => {
      const load: Load = { ...offered, url, part, parts: LOAD_PROCESSES };
      return startChild('./load-process.ts', [impl, JSON.stringify(load)]);
    });
    try {
      for (const generator of generators) await generator.line();
      const startAtMs = performance.timeOrigin + performance.now() + HEAD_START_MS;
      for (const generator of generators) generator.tell(String(startAtMs));
      const parts = await Promise.all(
        generators.map(async (generator) => (await generator.line()) as LoadPart),
      );
      return together(parts, offered);
    } finally {
      for (const generator of generators) await generator.stop();
    }
  } finally {
    await server.stop();
  }
}

/** What never came counts as having taken the whole run. */
function together(
  parts: readonly LoadPart[],
  { measureMs, drainMs }: Pick<Load, 'measureMs' | 'drainMs'>,
): RunResult {
  const acks = new Latencies();
  const sights = new Latencies();
  for (const part of parts) {
    acks.addAll(part.acks);
    sights.addAll(part.sights);
  }
  const sum = (pick: (part: LoadPart) => number) => parts.reduce((total, part) => total + pick(part), 0);
  const missingAcks = Math.max(0, sum((part) => part.expectedAcks) - acks.total);
  const missingSights = Math.max(0, sum((part) => part.expectedSights) - sights.total);
  acks.add(measureMs + drainMs, missingAcks);
  sights.add(measureMs + drainMs, missingSights);
  return {
    ackedPerSecond: (sum((part) => part.ackedInTime) * 1_000) / measureMs,
    ackedP99Ms: acks.quantile(0.99),
    seenP99Ms: sights.quantile(0.99),
    missingAcks,
    missingSights,
    lateMs: Math.max(...parts.map((part) => part.lateMs)),
    loadCpuMs: sum((part) => part.cpuMs),
  };
}
