// Replays a recording into an application that was just opened, in a process of its own; prints what came of it as JSON.
// Usage: node --conditions=statehouse-source replay-application.ts <file> [random]
import { readFileSync } from 'node:fs';
import { parseRecording, replayRecording } from '@statehouse/hub/recording';
import { createApplicationRedactor, forms, openApplication, storesOf } from './application.ts';

const [file = '', fault] = process.argv.slice(2);
const { hub } = openApplication({
  seed: 0,
  answer: () => {
    throw new Error('a replay asks no server');
  },
  charge: () => {
    throw new Error('a replay charges nobody');
  },
  ...(fault === 'random' ? { luck: Math.random } : {}),
});
const hashes: [entry: number, store: string, hash: string][] = [];
const result = await replayRecording(parseRecording(readFileSync(file, 'utf8')), {
  stores: storesOf(hub),
  redactor: createApplicationRedactor(),
  forms,
  onProgress: ({ entry, hashes: made }) => {
    for (const [store, hash] of made) hashes.push([entry, store, hash]);
  },
});
const told = result.ok
  ? {
      ok: true,
      entries: result.entries,
      madeAgain: result.madeAgain,
      unchecked: result.unchecked,
      gaps: result.gaps,
    }
  : {
      ok: false,
      entry: result.entry,
      store: result.store,
      path: result.path,
      kind: result.kind,
      isUnsteady: result.isUnsteady,
    };
process.stdout.write(JSON.stringify({ ...told, hashes }));
