import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { drawInt, seededRandom } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { chainStart, verifyChain } from '../log/chain.ts';
import { createSqliteLogStore } from './index.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

const fixture = fileURLToPath(new URL('./append-until-killed.fixture.ts', import.meta.url));
const writer = [process.execPath, '--conditions=statehouse-source', fixture] as const;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The highest acknowledged version of each log, by `tenant document`. */
type Acknowledged = Map<string, number>;

/** Notes what a writer prints; answers the lines that are no acknowledgement. */
async function listen(child: ChildProcess, acknowledged: Acknowledged, heard: () => void): Promise<string[]> {
  const others: string[] = [];
  if (child.stdout === null) return others;
  for await (const line of createInterface({ input: child.stdout })) {
    const [, address, version] = /^(t\d+ d\d+) (\d+)$/.exec(line) ?? [];
    if (address === undefined) others.push(line);
    else acknowledged.set(address, Number(version));
    heard();
  }
  return others;
}

/** Everything acknowledged is there, whole, in order and once; nothing is torn. */
async function verifyFolder(folder: string, acknowledged: Acknowledged): Promise<number> {
  const store = await createSqliteLogStore({ folder });
  let records = 0;
  for (const [key, version] of acknowledged) {
    const [tenant = '', document = ''] = key.split(' ');
    const log = await store.read({ tenant, document }, 1, Number.MAX_SAFE_INTEGER);
    expect(log.length, key).toBeGreaterThanOrEqual(version);
    expect(log[0]?.version).toBe(1);
    const fits = (record: (typeof log)[number]) => record.outcome === `outcome ${record.version}`;
    expect(verifyChain(log, chainStart, sha256, fits)).toEqual({ valid: log.length, fault: undefined });
    expect((await store.find({ tenant, document }, 'client', version))?.version).toBe(version);
    const { snapshot, tail } = await store.load({ tenant, document });
    expect((snapshot?.version ?? 0) + tail.length).toBe(log.length);
    records += log.length;
  }
  await store.close();
  return records;
}

describe('the SQLite log store under kill -9', () => {
  test('twelve kills in a stream of appends lose nothing acknowledged', async () => {
    await using folder = await temporaryFolder();
    const random = seededRandom(Number(process.env.STATEHOUSE_SEED ?? 1), 'kills');
    const acknowledged: Acknowledged = new Map();
    let stored = 0;
    for (let kill = 1; kill <= 12; kill += 1) {
      const child = spawn(writer[0], [...writer.slice(1), folder.path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let linesLeft = 30 + drawInt(random, 400);
      const listening = listen(child, acknowledged, () => {
        linesLeft -= 1;
        if (linesLeft === 0) child.kill('SIGKILL');
      });
      const [[, signal], others] = await Promise.all([once(child, 'exit'), listening]);
      expect([signal, others]).toEqual(['SIGKILL', []]);
      const now = await verifyFolder(folder.path, acknowledged);
      expect(now).toBeGreaterThan(stored);
      stored = now;
    }
    expect(acknowledged.size).toBe(12);
  });

  test.skipIf(process.platform === 'win32')(
    'a disk that refuses to grow loses nothing acknowledged',
    async () => {
      await using folder = await temporaryFolder();
      // A limit on the size of files, its signal ignored, makes writes fail in the middle of the stream.
      const command = `trap '' XFSZ; ulimit -f 600; exec "$@"`;
      const child = spawn('sh', ['-c', command, 'sh', ...writer, folder.path, 'stop at fault'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const acknowledged: Acknowledged = new Map();
      const [[status], others] = await Promise.all([
        once(child, 'exit'),
        listen(child, acknowledged, () => {}),
      ]);
      expect(status).toBe(0);
      expect(others).toHaveLength(12);
      for (const line of others) expect(line).toMatch(/^unknown$|storage|StatehouseError/);
      expect(await verifyFolder(folder.path, acknowledged)).toBeGreaterThan(100);
    },
  );
});
