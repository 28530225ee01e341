import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join, resolve } from 'node:path';
import type { Measurement } from '../measurement.ts';

/** Where the last run of each bench at each size is kept for the report: a file each, not under version control. */
const FOLDER = resolve(import.meta.dirname, '.kept');

/** Where and when figures were taken. */
export interface RunCircumstances {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
}

export interface KeptRun {
  readonly circumstances: RunCircumstances;
  readonly measurements: readonly Measurement[];
}

/** Replaces what was kept under the same name: a bench, or a bench at one size. The first line is the circumstances. */
export function keepRun(name: string, measurements: readonly Measurement[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const lines = [circumstancesNow(), ...measurements].map((line) => JSON.stringify(line));
  writeFileSync(join(FOLDER, `${name}.jsonl`), `${lines.join('\n')}\n`);
}

/** The kept runs of this machine; none if nothing has been measured yet. */
export function keptRuns(): readonly KeptRun[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => parseRun(readFileSync(join(FOLDER, file), 'utf8')));
}

/** The lines of {@link keepRun}; this project writes the files, so their content is trusted. */
export function parseRun(text: string): KeptRun {
  const [first = '{}', ...rest] = text.trim().split('\n');
  return {
    circumstances: JSON.parse(first),
    measurements: rest.map((line): Measurement => JSON.parse(line)),
  };
}

function circumstancesNow(): RunCircumstances {
  const processors = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${processors.length} × ${model}, ${memoryGb} GB, ${type()} ${release()}`,
    node: process.version,
  };
}
