import { COSTS } from '../goals/costs.ts';
import { judge, OURS, type Verdict } from '../goals/verdicts.ts';
import { type Measurement, rounded } from '../measurement.ts';
import type { KeptRun, RunCircumstances } from '../runs/kept-run.ts';
import { type PlotLine, plotSvg } from './plot.ts';

/** A page, and the files that it shows, by name. */
export interface ReportPages {
  readonly markdown: string;
  readonly plots: ReadonlyMap<string, string>;
}

const BENCHES = ['tables', 'queries', 'selectors', 'hub', 'text', 'sync'];
/** Figures that are not a cost of n and therefore are not drawn. */
const NOT_DRAWN = new Set(['text', 'sync', 'selectors', 'hub']);

/** What the last runs say: how the goals stand, a table for each metric, and its plot where there are several sizes. */
export function reportOf(runs: readonly KeptRun[], plotFolder: string): ReportPages {
  const measurements = runs.flatMap((run) => run.measurements);
  const plots = new Map<string, string>();
  const sections = BENCHES.map((bench) => ({
    bench,
    figures: measurements.filter((figure) => figure.bench === bench),
  }))
    .filter(({ figures }) => figures.length > 0)
    .map(({ bench, figures }) => benchSection(bench, figures, plotFolder, plots));
  const markdown = [
    '# Benchmarks',
    '',
    'Written by `npm run bench -- report` from the last run of each bench. How it is measured, and what each',
    'implementation does, is told in [benchmarks](../benchmarks/README.md). Lower is better, except `per second`.',
    '',
    ...circumstanceLines(runs),
    '',
    ...goalLines(measurements),
    ...sections.flat(),
  ].join('\n');
  return { markdown: `${markdown.trimEnd()}\n`, plots };
}

function circumstanceLines(runs: readonly KeptRun[]): readonly string[] {
  const whereOf = ({ machine, node }: RunCircumstances) => `${machine}, Node ${node}`;
  const dates = runs.map(({ circumstances }) => circumstances.date).sort();
  const where = new Set(runs.map(({ circumstances }) => whereOf(circumstances)));
  const [first, last] = [dates[0], dates.at(-1)];
  return [
    `Measured ${first === last ? `on ${first}` : `from ${first} to ${last}`} on ${[...where].join('; and on ')}.`,
  ];
}

function goalLines(measurements: readonly Measurement[]): readonly string[] {
  const verdicts = judge(measurements);
  if (verdicts.length === 0) return [];
  const rows = verdicts.map(({ goal, n, isMet, text }) => {
    const what = `${goal.bench}: ${goal.case} ${goal.metric}`;
    return `| ${what} | ${n.toLocaleString('en')} | ${isMet ? 'yes' : '**no**'} | ${text} |`;
  });
  return ['## Goals', '', '| | n | met | |', '|---|---:|---|---|', ...rows, '', ...costLines(verdicts)];
}

/** Why a goal is missed, once for each figure. */
function costLines(verdicts: readonly Verdict[]): readonly string[] {
  const missed = new Set(
    verdicts.filter(({ isMet }) => !isMet).map(({ goal }) => `${goal.case} ${goal.metric}`),
  );
  const lines = [...missed].flatMap((name) => {
    const cost = COSTS[name];
    return cost === undefined ? [] : [`- **${name}.** ${cost}`];
  });
  return lines.length === 0 ? [] : ['### Where the cost lies', '', ...lines, ''];
}

function benchSection(
  bench: string,
  figures: readonly Measurement[],
  plotFolder: string,
  plots: Map<string, string>,
): readonly string[] {
  const cells = Map.groupBy(figures, ({ case: name, metric }) => `${name} ${metric}`);
  const lines: string[] = [`## ${bench}`, ''];
  for (const [name, values] of cells) {
    const unit = values[0]?.unit ?? '';
    lines.push(`### ${name} (${unit === 'per-second' ? 'per second' : unit})`, '', ...table(values), '');
    if (NOT_DRAWN.has(bench) || new Set(values.map(({ n }) => n)).size < 2) continue;
    const file = `${bench}-${name.replaceAll(' ', '-')}.svg`;
    plots.set(file, plotSvg(linesOf(values), { title: `${bench}: ${name}`, unit }));
    lines.push(`![${name} against n](${plotFolder}/${file})`, '');
  }
  return lines;
}

function table(figures: readonly Measurement[]): readonly string[] {
  const sizes = [...new Set(figures.map(({ n }) => n))].sort((a, b) => a - b);
  const rows = [...Map.groupBy(figures, ({ impl }) => impl)].map(([impl, own]) => {
    const values = sizes.map((size) => {
      const figure = own.find(({ n }) => n === size);
      return figure === undefined
        ? ''
        : rounded(figure.median).toLocaleString('en', { maximumSignificantDigits: 4 });
    });
    return `| ${impl === OURS ? `**${impl}**` : impl} | ${values.join(' | ')} |`;
  });
  return [
    `| | ${sizes.map((n) => n.toLocaleString('en')).join(' | ')} |`,
    `|---|${sizes.map(() => '---:').join('|')}|`,
    ...rows,
  ];
}

function linesOf(figures: readonly Measurement[]): readonly PlotLine[] {
  return [...Map.groupBy(figures, ({ impl }) => impl)]
    .map(([name, own]) => ({
      name,
      isOurs: name === OURS,
      points: own.filter(({ median }) => median > 0).map(({ n, median }) => ({ n, value: median })),
    }))
    .filter(({ points }) => points.length > 0);
}
