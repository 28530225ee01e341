import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Random } from '@statehouse/kernel';
import { drawInt, seededRandom } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { KillRecord } from './kill-record.ts';

const ENTRY = fileURLToPath(new URL('./writer-process.ts', import.meta.url));
const KILLS = Number(process.env.STATEHOUSE_CASES ?? 12);

test.each(['file', 'sqlite'])(
  `${KILLS} times kill -9 in the middle of writes over %s: nothing that was reported as saved is lost`,
  { timeout: 60_000 + KILLS * 3_000 },
  async (storage) => {
    const folder = await mkdtemp(join(tmpdir(), 'statehouse-kept-'));
    const seed = Number(process.env.STATEHOUSE_SEED ?? Date.now() % 1_000_000);
    const random = seededRandom(seed, storage);
    const record = new KillRecord();
    try {
      for (let kill = 0; kill < KILLS; kill += 1) await live(storage, join(folder, 'kept'), random, record);
      expect(record.lives, `seed ${seed}`).toBe(KILLS);
      expect(record.reports).toBeGreaterThan(KILLS);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** One life of a writer: after some reports, and a random moment more, it is killed. */
async function live(storage: string, path: string, random: Random, record: KillRecord): Promise<void> {
  record.begin();
  const child = spawn(process.execPath, ['--conditions=statehouse-source', ENTRY, storage, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  let left = 2 + drawInt(random, 40);
  const moreMs = random.next() * 6;
  for await (const line of createInterface({ input: child.stdout })) {
    record.hear(line);
    left -= 1;
    // The last life's state has been looked at, and this one is in the middle of its work.
    if (left === 0 && record.isRestored) setTimeout(() => child.kill('SIGKILL'), moreMs);
  }
  const [, signal] = await gone;
  expect(signal).toBe('SIGKILL');
}
