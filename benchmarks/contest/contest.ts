import { type Measurement, median } from '../measurement.ts';
import type { Output } from '../output.ts';
import type { Cell, Contest } from './meter.ts';
import { cellKey } from './report.ts';
import { RunningContender } from './running-contender.ts';

/** What is measured, of all that a contest could. */
export interface ContestOptions {
  readonly n: number;
  readonly quick: boolean;
  /** Only these implementations and metrics; all if absent. */
  readonly impls?: readonly string[];
  readonly metrics?: readonly string[];
}

const ROUNDS = 11;
/** A cell that has taken this long is not sampled again. */
const BUDGET_MS = 4_000;
const GIGABYTE = 2 ** 30;
const LARGE_N = 10_000_000;
const LARGE_N_FREE_GB = 12;

/**
 * Measures all contenders at one n: each in its own process, one at a time, each cell in rounds in which everybody takes
 * one sample, in an order that rotates. The figures are the medians. Who cannot do this n, or fails, is told and left out.
 */
export async function holdContest(contest: Contest, options: ContestOptions, output: Output): Promise<void> {
  const refusal = reasonToRefuse(contest.bench, options.n);
  if (refusal !== undefined) {
    output.progress(refusal);
    return;
  }
  const running = await startAll(contest, options, output);
  try {
    const cells = new Map(running.flatMap(({ cells: own }) => own.map((cell) => [cellKey(cell), cell])));
    for (const cell of cells.values()) {
      if (options.metrics !== undefined && !options.metrics.includes(cell.metric)) continue;
      const figures = await measureCell(contest.bench, cell, running, options, output);
      for (const figure of figures) output.measured(figure);
    }
  } finally {
    for (const contender of running) contender.stop();
  }
}

function reasonToRefuse(bench: string, n: number): string | undefined {
  const freeGb = process.availableMemory() / GIGABYTE;
  if (n < LARGE_N || freeGb >= LARGE_N_FREE_GB) return undefined;
  return `${bench} at n=${n} wants ${LARGE_N_FREE_GB} GB of free memory; here are ${freeGb.toFixed(1)}: left out`;
}

async function startAll(
  { bench, contenders }: Contest,
  { n, quick, impls }: ContestOptions,
  output: Output,
): Promise<RunningContender[]> {
  const running: RunningContender[] = [];
  for (const { impl, upTo } of contenders) {
    if (impls !== undefined && !impls.includes(impl)) continue;
    if (upTo !== undefined && n > upTo.n) {
      output.progress(`${bench} at n=${n}: ${impl} left out, ${upTo.reason}`);
      continue;
    }
    output.progress(`${bench} at n=${n}: ${impl} makes its data`);
    try {
      running.push(await RunningContender.start(bench, impl, { n, quick, heapMb: heapMbFor(n) }));
    } catch (error) {
      output.progress(`${bench} at n=${n}: ${impl} left out, ${said(error)}`);
    }
  }
  return running;
}

async function measureCell(
  bench: string,
  cell: Cell,
  running: RunningContender[],
  { n, quick }: ContestOptions,
  output: Output,
): Promise<readonly Measurement[]> {
  const key = cellKey(cell);
  const samples = new Map<string, { readonly values: number[]; spentMs: number }>();
  const rounds = cell.isTakenOnce ? 1 : quick ? 2 : ROUNDS;
  output.progress(`${bench} at n=${n}: ${key}`);
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of rotated(running, round)) {
      const taken = samples.get(contender.impl) ?? { values: [], spentMs: 0 };
      if (taken.spentMs > BUDGET_MS) continue;
      const start = performance.now();
      try {
        const value = await contender.sample(key);
        if (value === undefined) continue;
        taken.values.push(value);
        taken.spentMs += performance.now() - start;
        samples.set(contender.impl, taken);
      } catch (error) {
        output.progress(`${bench} at n=${n}: ${contender.impl} gives up at ${key}, ${said(error)}`);
        contender.stop();
        running.splice(running.indexOf(contender), 1);
      }
    }
  }
  return [...samples].map(([impl, { values }]) => ({
    bench,
    case: cell.case,
    impl,
    metric: cell.metric,
    n,
    median: median(values),
    unit: cell.unit,
    repeats: values.length,
  }));
}

function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % Math.max(1, items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}

/** The largest heap a contender may have; a goal says that ten million entities fit into eight gigabytes. */
function heapMbFor(n: number): number {
  return n >= LARGE_N ? 8_000 : 6_000;
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
