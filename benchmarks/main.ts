import { parseArgs } from 'node:util';
import { holdContest } from './contest/contest.ts';
import { contests } from './contest/contests.ts';
import type { Contest } from './contest/meter.ts';
import { ratioLines } from './goals/ratios.ts';
import { verdictLines } from './goals/verdicts.ts';
import type { Measurement } from './measurement.ts';
import { createOutput, type Output, recorded } from './output.ts';
import { writeReport } from './report/write-report.ts';
import { keepRun } from './runs/kept-run.ts';
import { benchSync } from './sync/bench.ts';
import { benchText } from './text/bench.ts';

const HELP = `npm run bench -- tables|queries|selectors|hub|text|sync|report [--n N] [--json] [--quick]

  tables     entities by id: Statehouse beside a native Map, Immutable.js, Immer, Redux Toolkit and others
  queries    ask them, once and kept up to date: beside TanStack DB, TinyBase and others
  selectors  derive from them, and change a table of a thousand: beside reselect, Redux Toolkit and Immer
  hub        a change of a store on the hub: beside the same store alone
  text       apply recorded typing: Statehouse beside yjs, loro-crdt, ot-text-unicode and a native string
  sync       50 clients on one document, and on 50: Statehouse (durable) beside sharedb and hocuspocus
  report     write docs/benchmarks.md from the last run of each
  --n        how many entities, several with commas; without it 1000,100000
  --impl     only these implementations, with commas
  --metric   only these metrics, with commas
  --json     one JSON object a line on stdout
  --quick    a short run that shows that everything works; its figures mean little
`;
const DEFAULT_NS = '1000,100000';
const QUICK_NS = '1000';

const { values, positionals } = parseArguments();
const [bench = ''] = positionals;
const quick = values.quick === true;
const output = createOutput({ json: values.json === true });
const contest = contests.get(bench);
if (values.help === true) process.stderr.write(HELP);
else if (contest !== undefined) await hold(contest);
else if (bench === 'report') report();
else if (bench === 'text') await run('text', (to) => benchText(to, { quick }));
else if (bench === 'sync') await run('sync', (to) => benchSync(to, { quick }));
else {
  process.stderr.write(HELP);
  process.exitCode = 2;
}

function report(): void {
  if (writeReport()) output.progress('docs/benchmarks.md is written');
  else {
    output.progress('nothing has been measured here yet: run a bench first');
    process.exitCode = 1;
  }
}

/** A contest at each size, the smallest first. */
async function hold(held: Contest): Promise<void> {
  const impls = values.impl?.split(',');
  const metrics = values.metric?.split(',');
  for (const n of held.onlyN === undefined ? sizes() : [held.onlyN]) {
    if (values.n !== undefined && held.onlyN !== undefined)
      output.progress(`${held.bench} has sizes of its own`);
    const options = { n, quick, ...(impls && { impls }), ...(metrics && { metrics }) };
    const figures = await run(`${held.bench}-${n}`, (to) => holdContest(held, options, to));
    for (const line of [...ratioLines(figures, held.yardstick), ...verdictLines(figures)])
      output.concluded(line);
    if (figures.length === 0) process.exitCode = 1;
  }
}

/** Runs a bench; what is whole and not quick is kept for the report. */
async function run(name: string, measure: (to: Output) => unknown): Promise<readonly Measurement[]> {
  const figures: Measurement[] = [];
  await measure(recorded(output, figures));
  const isWhole = !quick && values.impl === undefined && values.metric === undefined;
  if (isWhole && figures.length > 0) keepRun(name, figures);
  return figures;
}

function sizes(): readonly number[] {
  const list = (values.n ?? (quick ? QUICK_NS : DEFAULT_NS)).split(',').map(Number);
  if (list.every((n) => Number.isSafeInteger(n) && n > 0)) return list;
  process.stderr.write(`--n takes whole numbers, not ${values.n}\n`);
  process.exit(2);
}

function parseArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        n: { type: 'string' },
        impl: { type: 'string' },
        metric: { type: 'string' },
        json: { type: 'boolean' },
        quick: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exit(2);
  }
}
