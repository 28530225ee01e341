import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How many lines of an application stand differently in `after` than in `before`; a line that is replaced is one. */
export function changedLines(name: string): number {
  const cwd = fileURLToPath(new URL(`./${name}`, import.meta.url));
  // Blank lines count; how `git` says that there is a difference is by its status.
  const { stdout, status, error } = spawnSync('git', ['diff', '--no-index', '--numstat', 'before', 'after'], {
    cwd,
    encoding: 'utf8',
  });
  if (error !== undefined || status === null || status > 1)
    throw error ?? new Error(`git ended with ${status}`);
  return stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t').slice(0, 2).map(Number))
    .reduce((sum, [added = 0, removed = 0]) => sum + Math.max(added, removed), 0);
}
