import type { Output } from '../output.ts';
import type { Cell, Contest } from './meter.ts';
import { cellKey } from './report.ts';
import { heapMbFor, reasonToRefuse } from './room.ts';
import { RunningContender } from './running-contender.ts';
import { Tally } from './tally.ts';

/** What is measured, of all that a contest could. */
export interface ContestOptions {
  readonly n: number;
  readonly quick: boolean;
  /** Only these implementations and metrics; all if absent. */
  readonly impls?: readonly string[];
  readonly metrics?: readonly string[];
}

/** Samples of each cell and contender, over all generations. */
const ROUNDS = 15;
const GENERATIONS = 3;
const SEVERAL_GENERATIONS_UP_TO = 100_000;
/** A cell that has taken one contender this long, in all generations, is not sampled again. */
const BUDGET_MS = 4_000;

/**
 * Measures all contenders at one n: each in its own process, one at a time, each cell in rounds in which everybody takes
 * one sample, in an order that rotates. Small tables are measured in several generations of processes, because where a
 * process happens to have its data counts there. The figures are the medians. Who cannot do this n, or fails, is told and
 * left out.
 */
export async function holdContest(contest: Contest, options: ContestOptions, output: Output): Promise<void> {
  const refusal = reasonToRefuse(options.n, process.availableMemory());
  if (refusal !== undefined) {
    output.progress(`${contest.bench} at n=${options.n} ${refusal}`);
    return;
  }
  const tally = new Tally();
  const generations = options.quick || options.n > SEVERAL_GENERATIONS_UP_TO ? 1 : GENERATIONS;
  for (let generation = 0; generation < generations; generation += 1) {
    const running = await startAll(contest, options, output);
    try {
      for (const cell of cellsOf(running, options)) {
        const rounds = options.quick ? 1 : Math.ceil((cell.mostSamples ?? ROUNDS) / generations);
        const budgetMs = cell.mostSamples === undefined ? BUDGET_MS / generations : Number.POSITIVE_INFINITY;
        output.progress(`${contest.bench} at n=${options.n}: ${cellKey(cell)}`);
        await sampleCell(cell, running, { rounds, budgetMs }, tally, (line) =>
          output.progress(`${contest.bench} at n=${options.n}: ${line}`),
        );
        if (generation < generations - 1) continue;
        for (const figure of tally.figures(cellKey(cell), contest.bench, options.n)) output.measured(figure);
      }
    } finally {
      for (const contender of running) contender.stop();
    }
  }
}

function cellsOf(running: readonly RunningContender[], { metrics }: ContestOptions): readonly Cell[] {
  const cells = new Map(running.flatMap(({ cells: own }) => own.map((cell) => [cellKey(cell), cell])));
  return [...cells.values()].filter(({ metric }) => metrics === undefined || metrics.includes(metric));
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

async function sampleCell(
  cell: Cell,
  running: RunningContender[],
  { rounds, budgetMs }: { readonly rounds: number; readonly budgetMs: number },
  tally: Tally,
  tell: (line: string) => void,
): Promise<void> {
  const spentMs = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of rotated(running, round)) {
      const { impl } = contender;
      const before = spentMs.get(impl) ?? 0;
      if (before > budgetMs) continue;
      const start = performance.now();
      try {
        const value = await contender.sample(cellKey(cell));
        if (value !== undefined) tally.add(cell, impl, value);
        // The first sample makes the data and warms up; all later ones are alike.
        spentMs.set(impl, round === 0 ? 0 : before + performance.now() - start);
      } catch (error) {
        tell(`${impl} gives up at ${cellKey(cell)}, ${said(error)}`);
        contender.stop();
        running.splice(running.indexOf(contender), 1);
      }
    }
  }
}

function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % Math.max(1, items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
