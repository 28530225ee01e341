import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HubOptions } from '@statehouse/hub';
import { exportRecording, parseRecording, stateHash } from '@statehouse/hub/recording';
import { drawInt, seededRandom } from '@statehouse/kernel/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparable, forms } from './application.ts';
import { CANARY, type Played, play } from './play.ts';

const seed = Number(process.env.STATEHOUSE_SEED ?? drawInt({ next: Math.random }, 2 ** 31));
const folder = mkdtempSync(join(tmpdir(), 'statehouse-together-'));
const program = fileURLToPath(new URL('./replay-application.ts', import.meta.url));

beforeAll(() => console.log(`STATEHOUSE_SEED=${seed}`));
afterAll(() => rmSync(folder, { recursive: true }));

function recordingOf({ hub, redactor }: Played): string {
  return [...exportRecording(hub, { redactor, forms })].join('');
}

function replayElsewhere(recording: string, ...fault: readonly string[]) {
  const file = join(folder, 'recording.jsonl');
  writeFileSync(file, recording);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=statehouse-source', program, file, ...fault],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 60_000 },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Goes to random points in time and back: what the libraries' own views read is what was there. */
function travel({ hub, known, shown }: Played, times: number): void {
  const random = seededRandom(seed, 'travel');
  const seen = () => new Map([...shown()].map(([name, state]) => [name, comparable(name, state)]));
  const present = seen();
  for (let time = 0; time < times; time += 1) {
    const id = hub.journal.firstId + drawInt(random, hub.journal.length);
    const then = known.get(id);
    if (then === undefined) continue;
    hub.time.goTo(id);
    expect([id, seen()]).toEqual([id, then]);
    hub.time.resume();
  }
  expect(seen()).toEqual(present);
}

describe('a thousand random inputs to a Redux store, a document, a machine, streams and a zustand store', () => {
  const journals: Readonly<Record<string, HubOptions>> = {
    'all of it kept': {},
    'its older part thin': { journal: { maxEntries: 200 } },
    'cut in mid-session': { journal: { maxEntries: 150, maxOlderEntries: 300 } },
  };
  for (const [name, options] of Object.entries(journals)) {
    test(`can be gone back to, and replayed in another process: ${name}`, async () => {
      const played = await play(seed, 1_000, options);
      travel(played, 100);
      const text = recordingOf(played);
      expect(text.includes(CANARY)).toBe(false);
      const { header } = parseRecording(text);
      const { ok, entries, madeAgain, gaps, hashes, unchecked, ...failure } = replayElsewhere(text);
      expect({ ok, gaps, unchecked, failure }).toEqual({ ok: true, gaps: [], unchecked: 0, failure: {} });
      expect(entries).toBe(header.to - header.from + 1);
      expect(entries).toBeGreaterThan(name.startsWith('cut') ? 300 : 1_000);
      expect(madeAgain).toBeGreaterThan(entries / 2);
      const pass = played.redactor.begin();
      for (const [id, store, hash] of hashes) {
        const state = played.known.get(id)?.get(store);
        if (state !== undefined)
          expect([id, store, hash]).toEqual([id, store, stateHash(pass.project(state, store))]);
      }
      expect(hashes.length).toBeGreaterThan(entries * 0.9);
    });
  }

  test('the inputs of one seed come to all that can happen', async () => {
    const { hub } = await play(7, 1_000);
    const names = new Set<string>();
    for (const { kind, name, outcome, changes } of hub.journal.entries()) {
      names.add(`${kind} ${outcome.kind}`);
      for (const change of changes) names.add(`${change.store} ${change.name}`.replace(/\d.*$/, ''));
      if (kind === 'batch') names.add(`batch of ${changes[0]?.store}`);
      if (name === 'CANCEL') names.add('payment cancelled');
    }
    expect([...names].sort()).toMatchInlineSnapshot(`
      [
        "action applied",
        "action failed",
        "batch applied",
        "batch of shop",
        "emission applied",
        "event applied",
        "filters first page",
        "filters joined",
        "filters set",
        "joined applied",
        "payment CANCEL",
        "payment PAY",
        "payment RESET",
        "payment cancelled",
        "payment charge/xstate.promise.reject",
        "payment charge/xstate.promise.resolve",
        "payment delivery/xstate.after.",
        "payment joined",
        "payment xstate.after.patience.payment.waiting",
        "payment xstate.done.actor.charge",
        "payment xstate.done.actor.delivery",
        "payment xstate.error.actor.charge",
        "payment xstate.init",
        "posts edit",
        "posts joined",
        "posts like",
        "posts publish",
        "posts transaction",
        "prices joined",
        "prices price",
        "shop joined",
        "shop orders/place/fulfilled",
        "shop orders/place/pending",
        "shop orders/place/rejected",
        "shop session/broken",
        "shop session/noticed",
        "shop session/signedIn",
        "shop session/signedOut",
        "tally alarm",
        "tally count",
        "tally joined",
        "transaction applied",
        "write applied",
      ]
    `);
  });

  test('a reducer that draws lots is the first difference that is named', async () => {
    const text = recordingOf(await play(seed, 1_000));
    const first = parseRecording(text).entries.find(({ changes }) =>
      changes.some(({ store, name }) => store === 'shop' && name === 'session/noticed'),
    );
    expect(replayElsewhere(text, 'random')).toMatchObject({
      ok: false,
      kind: 'diverged',
      isUnsteady: true,
      entry: first?.id,
      store: 'shop',
      path: ['luck'],
    });
  });
});
