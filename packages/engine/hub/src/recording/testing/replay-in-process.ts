// Replays a recording in a process of its own, and prints what came of it as JSON.
// Usage: node --conditions=statehouse-source replay-in-process.ts <file> [random]
import { readFileSync } from 'node:fs';
import { parseRecording } from '../parse-recording.ts';
import { type ReplayedStore, replayRecording } from '../replay-recording.ts';
import { REPLAYED, scenarioRedactor } from './scenario.ts';
import { reducePage } from './scenario-stores.ts';

const [file = '', fault] = process.argv.slice(2);
const restless: ReplayedStore = (state: Parameters<typeof reducePage>[0], input: string) => {
  const { version, lines } = reducePage(state, input);
  return { version, lines, luck: Math.random() };
};
const stores = fault === 'random' ? { ...REPLAYED, page: restless } : REPLAYED;
const hashes: [entry: number, store: string, hash: string][] = [];
const result = await replayRecording(parseRecording(readFileSync(file, 'utf8')), {
  stores,
  redactor: scenarioRedactor(),
  onProgress: ({ entry, hashes: made }) => {
    for (const [store, hash] of made) hashes.push([entry, store, hash]);
  },
});
const { ok } = result;
const told = ok
  ? {
      ok,
      entries: result.entries,
      madeAgain: result.madeAgain,
      taken: result.taken,
      unchecked: result.unchecked,
      gaps: result.gaps,
    }
  : {
      ok,
      entry: result.entry,
      store: result.store,
      path: result.path,
      kind: result.kind,
      isUnsteady: result.isUnsteady,
    };
process.stdout.write(JSON.stringify({ ...told, hashes }));
