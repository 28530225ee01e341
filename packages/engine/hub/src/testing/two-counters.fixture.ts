import { createHub } from '../hub.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import type { Problem } from '../plugins/plugin.ts';
import { counterStore } from './counter-store.ts';

/** A hub with two counters, and all that it told. */
export function twoCounters(options: Parameters<typeof createHub>[0] = {}) {
  const problems: Problem[] = [];
  const hub = createHub({ onProblem: (problem) => problems.push(problem), ...options });
  const one = counterStore();
  const two = counterStore(10);
  const told: JournalEntry[] = [];
  hub.subscribe((entry) => told.push(entry));
  return { hub, one, two, ones: hub.add('one', one), twos: hub.add('two', two), told, problems };
}

/** The codes of problems that have one. */
export function codesOf(problems: readonly Problem[]): unknown[] {
  return problems.map(({ error }) =>
    typeof error === 'object' && error !== null && 'code' in error ? error.code : error,
  );
}
