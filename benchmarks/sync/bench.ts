import { median } from '../measurement.ts';
import type { Output } from '../output.ts';
import { type RunResult, runOnce } from './run-once.ts';

const CLIENTS = 50;
const IMPLS = ['statehouse', 'sharedb', 'hocuspocus'] as const;
/** An implementation that acknowledges less than this share of a rate is not tried at higher ones. */
const KEEPS_UP = 0.95;

interface SyncCase {
  readonly name: string;
  readonly documents: readonly string[];
  readonly rates: readonly number[];
}

const CASES: readonly SyncCase[] = [
  { name: 'one-document', documents: ['shared'], rates: [500, 1000, 2000, 3000, 4000] },
  {
    name: 'fifty-documents',
    documents: Array.from({ length: CLIENTS }, (_, index) => `own-${index}`),
    rates: [2000, 5000, 10_000, 15_000, 20_000],
  },
];

interface Duration {
  readonly repeats: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

const FULL: Duration = { repeats: 3, warmUpMs: 4000, measureMs: 5000 };
const QUICK: Duration = { repeats: 1, warmUpMs: 300, measureMs: 700 };

/** 50 clients type into one document, or each into its own, at rising rates; server and load are processes of their own. */
export async function benchSync(output: Output, { quick }: { readonly quick: boolean }): Promise<void> {
  const duration = quick ? QUICK : FULL;
  for (const syncCase of CASES) {
    const impls = new Set<string>(IMPLS);
    for (const rate of quick ? syncCase.rates.slice(0, 1) : syncCase.rates) {
      for (const [impl, results] of await measureRate(syncCase, rate, impls, duration, output)) {
        report(syncCase, rate, impl, results, output);
        if (median(results.map(({ ackedPerSecond }) => ackedPerSecond)) < KEEPS_UP * rate) impls.delete(impl);
      }
    }
  }
}

async function measureRate(
  { name, documents }: SyncCase,
  rate: number,
  impls: ReadonlySet<string>,
  { repeats, ...times }: Duration,
  output: Output,
): Promise<ReadonlyMap<string, readonly RunResult[]>> {
  const results = new Map<string, RunResult[]>();
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const impl of impls) {
      output.progress(`sync ${name}: ${impl} at ${rate} per second, ${repeat + 1} of ${repeats}`);
      const result = await runOnce(impl, { documents, clientCount: CLIENTS, rate, drainMs: 5000, ...times });
      output.progress(`  ${JSON.stringify(result)}`);
      results.set(impl, [...(results.get(impl) ?? []), result]);
    }
  }
  return results;
}

function report(
  { name }: SyncCase,
  rate: number,
  impl: string,
  results: readonly RunResult[],
  output: Output,
): void {
  const common = { bench: 'sync', case: name, impl, n: rate, repeats: results.length };
  const middle = (pick: (result: RunResult) => number) => median(results.map(pick));
  const acked = middle((result) => result.ackedPerSecond);
  output.measured({ ...common, metric: 'acked-per-second', median: acked, unit: 'per-second' });
  output.measured({
    ...common,
    metric: 'seen-p99',
    median: middle((result) => result.seenP99Ms),
    unit: 'ms',
  });
  output.measured({
    ...common,
    metric: 'acked-p99',
    median: middle((result) => result.ackedP99Ms),
    unit: 'ms',
  });
}
