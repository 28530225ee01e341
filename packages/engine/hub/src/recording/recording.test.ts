import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawInt, seededRandom } from '@statehouse/kernel/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateHash } from '../hashing/state-hash.ts';
import type { HubOptions } from '../hub.ts';
import { type ExportOptions, exportRecording } from './export-recording.ts';
import { parseRecording } from './parse-recording.ts';
import { replayRecording } from './replay-recording.ts';
import { CANARY, playScenario, REPLAYED, type Scenario, scenarioRedactor } from './testing/scenario.ts';

const seed = Number(process.env.STATEHOUSE_SEED ?? drawInt({ next: Math.random }, 2 ** 31));
const folder = mkdtempSync(join(tmpdir(), 'statehouse-recording-'));
const program = fileURLToPath(new URL('./testing/replay-in-process.ts', import.meta.url));

beforeAll(() => console.log(`STATEHOUSE_SEED=${seed}`));
afterAll(() => rmSync(folder, { recursive: true }));

type Told = readonly [entry: number, store: string, hash: string];

function recordingOf({ hub, redactor }: Scenario, options: Partial<ExportOptions> = {}): string {
  return [...exportRecording(hub, { redactor, ...options })].join('');
}

function replayElsewhere(text: string, ...fault: readonly string[]) {
  const file = join(folder, 'recording.jsonl');
  writeFileSync(file, text);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=statehouse-source', program, file, ...fault],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      timeout: 60_000,
    },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The hashes of the states that somebody who wrote them all down has, after the entries of a recording. */
function hashesKnown({ known, redactor }: Scenario, text: string): Told[] {
  const pass = redactor.begin();
  return parseRecording(text).entries.flatMap(({ id, changes }) =>
    [...new Set(changes.map(({ store }) => store))].flatMap((store): Told[] => {
      const states = known.get(id);
      return states?.has(store) ? [[id, store, stateHash(pass.project(states.get(store), store))]] : [];
    }),
  );
}

/** Goes to random points in time and back, and looks whether everything is as it was there. */
function travel({ hub, known, shown }: Scenario, times: number): void {
  const random = seededRandom(seed, 'travel');
  const present = shown();
  for (let time = 0; time < times; time += 1) {
    const id = hub.journal.firstId + drawInt(random, hub.journal.length);
    hub.time.goTo(id);
    for (const [store, state] of shown())
      expect(state).toEqual(known.get(id)?.get(store) ?? present.get(store));
    hub.time.resume();
    expect(shown()).toEqual(present);
  }
}

describe('a thousand random inputs to stores of five kinds', () => {
  const journals: Readonly<Record<string, HubOptions>> = {
    'all of it kept': {},
    'its older part thin': { journal: { maxEntries: 200 } },
    'cut in mid-session': { journal: { maxEntries: 150, maxOlderEntries: 300 } },
    'nearly nothing kept': { journal: { maxEntries: 8, maxOlderEntries: 900 } },
  };
  for (const [name, options] of Object.entries(journals)) {
    test(`are replayed in another process with the same hash at every step: ${name}`, async () => {
      const scenario = await playScenario(seed, 1_000, options);
      travel(scenario, 100);
      const text = recordingOf(scenario);
      expect(text.includes(CANARY)).toBe(false);
      const { ok, entries, madeAgain, gaps, hashes, unchecked } = replayElsewhere(text);
      const { header } = parseRecording(text);
      expect({ ok, gaps }).toEqual({ ok: true, gaps: [] });
      expect(entries).toBe(header.to - header.from + 1);
      expect(entries).toBeGreaterThan(name.startsWith('cut') ? 300 : 850);
      expect(madeAgain).toBeGreaterThan(entries / 2);
      if (options.journal === undefined) expect(unchecked).toBe(0);
      const known = new Map(hashesKnown(scenario, text).map(([id, store, hash]) => [`${id} ${store}`, hash]));
      const made = new Map<string, string>(hashes.map(([id, store, hash]: Told) => [`${id} ${store}`, hash]));
      for (const [place, hash] of made) expect([place, hash]).toEqual([place, known.get(place)]);
      expect(made.size).toBeGreaterThan(known.size * 0.8);
    });
  }

  test('a reduce that draws lots is the first difference, by store and place', async () => {
    const text = recordingOf(await playScenario(seed, 1_000));
    const first = parseRecording(text).entries.find(
      ({ changes, outcome }) =>
        outcome.kind === 'applied' && changes.some((each) => each.store === 'page' && each.input),
    );
    expect(replayElsewhere(text, 'random')).toMatchObject({
      ok: false,
      kind: 'diverged',
      isUnsteady: true,
      entry: first?.id,
      store: 'page',
      path: ['luck'],
    });
  });

  test('are the same from whatever entry on', async () => {
    const scenario = await playScenario(seed, 300, { journal: { maxEntries: 100 } });
    const { firstId, lastId } = scenario.hub.journal;
    for (const from of [firstId, firstId + 50, lastId - 20, lastId, lastId + 1, 10_000]) {
      for (const to of [undefined, lastId - 10]) {
        const text = recordingOf(scenario, { from, ...(to === undefined ? {} : { to }) });
        const recording = parseRecording(text);
        const result = await replayRecording(recording, { stores: REPLAYED, redactor: scenarioRedactor() });
        expect(result).toMatchObject({ ok: true, entries: recording.header.to - recording.header.from + 1 });
      }
    }
  });

  test('begin later where the recording would be too large', async () => {
    const scenario = await playScenario(seed, 1_000);
    const whole = recordingOf(scenario);
    for (const maxLetters of [whole.length, whole.length - 1, whole.length / 3, 12_000]) {
      const text = recordingOf(scenario, { maxLetters });
      expect(text.length).toBeLessThanOrEqual(maxLetters);
      expect(text.length).toBeGreaterThan(maxLetters / 2);
      const recording = parseRecording(text);
      expect(recording.header.to).toBe(scenario.hub.journal.lastId);
      expect(
        await replayRecording(recording, { stores: REPLAYED, redactor: scenarioRedactor() }),
      ).toMatchObject({ ok: true });
    }
    expect(() => recordingOf(scenario, { maxLetters: 300 })).toThrowError(
      expect.objectContaining({ code: 'hub/recording-too-large' }),
    );
  });
});
