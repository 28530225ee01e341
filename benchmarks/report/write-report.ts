import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keptRuns } from '../runs/kept-run.ts';
import { reportOf } from './report.ts';

const DOCS = resolve(import.meta.dirname, '../../docs');
const PLOTS = 'benchmarks';

/** Writes `docs/benchmarks.md` and its plots from the last runs. @returns false if there are none. */
export function writeReport(): boolean {
  const runs = keptRuns();
  if (runs.length === 0) return false;
  const { markdown, plots } = reportOf(runs, PLOTS);
  mkdirSync(join(DOCS, PLOTS), { recursive: true });
  writeFileSync(join(DOCS, 'benchmarks.md'), markdown);
  for (const [file, svg] of plots) writeFileSync(join(DOCS, PLOTS, file), svg);
  return true;
}
