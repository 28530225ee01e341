import { writeFileSync } from 'node:fs';
import { seededRandom } from '@statehouse/kernel/testing';
import { recordEssay } from './essay.ts';
import { recordMinutes } from './minutes.ts';

/** The files of this folder by name, as text. The same on every machine: all chance is seeded. */
export function makeTraces(): ReadonlyMap<string, string> {
  return new Map([
    ['essay.json', linesOf(recordEssay(seededRandom(1, 'essay')))],
    ['minutes.json', linesOf(recordMinutes(seededRandom(1, 'minutes')))],
  ]);
}

/** JSON with one transaction a line, so that a person can read along. */
function linesOf({ txns, ...head }: { readonly txns: readonly object[] }): string {
  const opening = JSON.stringify(head).slice(0, -1);
  return `${opening},"txns":[\n${txns.map((txn) => JSON.stringify(txn)).join(',\n')}\n]}\n`;
}

if (import.meta.main) {
  for (const [name, content] of makeTraces()) writeFileSync(new URL(name, import.meta.url), content);
}
