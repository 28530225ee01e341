import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@statehouse/kernel/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';

let folder: string;
let url: string;
const random = seededRandom(1);
const holder = createServer((_, response) => response.end('{"status":"ok"}'));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'statehouse-data-'));
  await once(holder.listen(0, '127.0.0.1'), 'listening');
  const address = holder.address();
  url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}/` : '';
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((done) => holder.close(done));
});

test('the secret is long, kept between runs, and readable by its owner only', async () => {
  const first = await openDataFolder(folder, url, 1, random);
  first.release();
  const second = await openDataFolder(folder, url, 1, random);
  expect(second.secret).toBe(first.secret);
  expect(first.secret.length).toBeGreaterThanOrEqual(32);
  expect(statSync(join(folder, 'dev-secret')).mode & 0o077).toBe(0);
});

test('a folder that another run serves from is refused, with its address', async () => {
  await openDataFolder(folder, url, 1, random);
  const again = openDataFolder(folder, 'http://127.0.0.1:2/', 2, random);
  await expect(again).rejects.toMatchObject({ code: 'cli/data-in-use', details: { url } });
});

test('a second run in the same place keeps its documents beside those of the first', async () => {
  const home = process.cwd();
  process.chdir(folder);
  try {
    const usual = join(folder, '.statehouse');
    await expect(openDataFolder(undefined, url, 1, random)).resolves.toMatchObject({ insteadOf: undefined });
    const second = await openDataFolder(undefined, 'http://127.0.0.1:4401/', 4401, random);
    expect(second).toMatchObject({ path: join(usual, 'port-4401'), insteadOf: { folder: usual, url } });
  } finally {
    process.chdir(home);
  }
});

test('a lock whose holder serves nothing any more is taken over', async () => {
  writeFileSync(join(folder, 'dev.lock'), JSON.stringify({ pid: process.pid, url: 'http://127.0.0.1:1/' }));
  await expect(openDataFolder(folder, url, 1, random)).resolves.toMatchObject({ path: folder });
});

test('a lock that cannot be read is taken over', async () => {
  writeFileSync(join(folder, 'dev.lock'), '{"pid":');
  await expect(openDataFolder(folder, url, 1, random)).resolves.toMatchObject({ path: folder });
});

test('a path that is a file is named in one line', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(openDataFolder(file, url, 1, random)).rejects.toMatchObject({ code: 'cli/data-unusable' });
});
