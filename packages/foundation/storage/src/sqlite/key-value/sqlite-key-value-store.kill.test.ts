import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cases, drawInt, seededRandom } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { createSqliteKeyValueStore } from '../index.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

const fixture = fileURLToPath(new URL('./write-until-killed.fixture.ts', import.meta.url));

function startWriter(path: string, name: string, ...rest: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--conditions=statehouse-source', fixture, path, name, ...rest], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The last number that a writer prints, when it has ended. */
async function lastOf(child: ChildProcess, heard: (number: number) => void = () => {}): Promise<number> {
  let last = 0;
  if (child.stdout === null) return last;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    heard(last);
  }
  return last;
}

describe('the SQLite key-value store among processes', () => {
  const { numRuns, seed = 1 } = cases(8);
  /** A campaign takes as long as it takes. */
  const timeoutMs = Math.max(120_000, numRuns * 5_000);

  test(
    `${numRuns} kills of one of two writers lose nothing acknowledged, and tear nothing`,
    async () => {
      await using folder = await temporaryFolder();
      const path = join(folder.path, 'store');
      const random = seededRandom(seed, 'key-value kills');
      const acknowledged = new Map<string, number>();
      for (let kill = 1; kill <= numRuns; kill += 1) {
        const killed = startWriter(path, 'killed');
        const other = startWriter(path, 'other', '20');
        const enough = 5 + drawInt(random, 100);
        let heard = 0;
        const [[, signal], [status], ...last] = await Promise.all([
          once(killed, 'exit'),
          once(other, 'exit'),
          lastOf(killed, () => {
            heard += 1;
            if (heard === enough) killed.kill('SIGKILL');
          }),
          lastOf(other),
        ]);
        expect([signal, status], `seed ${seed}, kill ${kill}`).toEqual(['SIGKILL', 0]);
        for (const [at, name] of ['killed', 'other'].entries()) acknowledged.set(name, last[at] ?? 0);
        const store = await createSqliteKeyValueStore({ path });
        for (const [name, number] of acknowledged) {
          const first = Number(await store.get(`${name} first`));
          expect(first, `seed ${seed}, kill ${kill}`).toBeGreaterThanOrEqual(number);
          expect(Number(await store.get(`${name} second`))).toBe(first);
          expect(await store.range(`${name} at `, `${name} at :`)).toHaveLength(first);
        }
        await store.close();
      }
    },
    timeoutMs,
  );

  test('processes that open a new file at the same moment all get it', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'store');
    const names = ['a', 'b', 'c', 'd', 'e'];
    const writers = names.map((name) => startWriter(path, name, '3'));
    const ends = await Promise.all(
      writers.map(async (writer) => {
        const [[status], last] = await Promise.all([once(writer, 'exit'), lastOf(writer)]);
        return [status, last];
      }),
    );
    expect(ends).toEqual(names.map(() => [0, 3]));
  });
});
