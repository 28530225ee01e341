import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalSnapshot } from '@statehouse/db';
import { drawInt, seededRandom } from '@statehouse/kernel/testing';
import { createDevAuth } from '@statehouse/server';
import { createSqliteLogStore } from '@statehouse/storage/sqlite';
import { createSyncClient, type SyncClient, type SyncedDocument } from '@statehouse/sync';
import { expect, test } from 'vitest';
import { ServerProcess } from './server-process.ts';
import { textListSchema } from './text-list-schema.ts';

const CLIENTS = 20;
const KILLS = Number(process.env.STATEHOUSE_KILLS ?? 30);
const DOCUMENT = 'shared';
const auth = createDevAuth({ secret: 'a secret of this test, long enough for HS256' });

type Shared = SyncedDocument<typeof textListSchema>;

/** A person at a keyboard: every edit has a tag of its own, and what the server acknowledged is written down. */
class Editor {
  readonly client: SyncClient<typeof textListSchema>;
  readonly tags: string[] = [];
  acknowledged = 0;
  #document: Shared | undefined;
  readonly #name: string;

  constructor(name: string, url: string) {
    this.#name = name;
    this.client = createSyncClient({
      url,
      token: () => auth.issue({ user: name }),
      schema: textListSchema,
      clientId: name,
      composeUnsent: false,
      times: { firstRetryMs: 50, maxRetryMs: 300 },
    });
  }

  get document(): Shared {
    if (this.#document === undefined) throw new Error('not open yet');
    return this.#document;
  }

  async open(): Promise<void> {
    this.#document = await this.client.open(DOCUMENT);
    this.document.subscribeStatus(() => this.noteAcknowledged());
  }

  noteAcknowledged(): void {
    this.acknowledged = Math.max(this.acknowledged, this.tags.length - this.document.status.pending);
  }

  edit(at: number): void {
    if (this.document.status.pending > 20) return;
    const tag = `<${this.#name}:${this.tags.length}>`;
    this.tags.push(tag);
    this.document.transact((tx) => {
      const page = tx.pages.get('page');
      if (page !== undefined) tx.pages.text('page', 'body').insert(at % (page.body.length + 1), tag);
      tx.items.insert({ id: tag, name: tag });
    });
  }
}

test(`${KILLS} times kill -9 under the edits of ${CLIENTS} clients: whatever was acknowledged is there, once`, {
  timeout: 600_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'statehouse-kills-'));
  const server = new ServerProcess(folder, await freePort());
  const random = seededRandom(Number(process.env.STATEHOUSE_SEED ?? 1), 'kills');
  await server.start();
  const editors = Array.from({ length: CLIENTS }, (_, index) => new Editor(`e${index}`, server.url));
  try {
    await Promise.all(editors.map((editor) => editor.open()));
    editors[0]?.document.transact((tx) => tx.pages.insert({ id: 'page', body: '' }));
    await editors[0]?.document.whenSynced();
    editors[0]?.tags.push('the page');
    await until(() => editors.every(({ document }) => document.snapshot.get('pages', 'page') !== undefined));
    let editing = true;
    const stream = (async () => {
      while (editing) {
        for (const editor of editors) if (random.next() < 0.5) editor.edit(drawInt(random, 100_000));
        await pause(15);
      }
    })();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const acknowledged = total(editors);
      await until(() => total(editors) > acknowledged + CLIENTS);
      await pause(random.next() * 200);
      await server.kill();
      await expectAcknowledgedInLog(folder, editors);
      await server.start();
    }
    editing = false;
    await stream;
    await Promise.all(editors.map(({ document }) => document.whenSynced()));
    await until(
      () => new Set(editors.map(({ document }) => canonicalSnapshot(document.snapshot))).size === 1,
    );
    expectEveryTagOnce(editors);
    expect(editors.every(({ acknowledged }) => acknowledged > 0)).toBe(true);
  } finally {
    await Promise.all(editors.map(({ client }) => client.close()));
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Reads the log while no server runs: every acknowledged operation is in it exactly once. */
async function expectAcknowledgedInLog(folder: string, editors: readonly Editor[]): Promise<void> {
  const store = await createSqliteLogStore({ folder });
  try {
    const records = await store.read({ tenant: 'dev', document: DOCUMENT }, 1, Number.MAX_SAFE_INTEGER);
    const seen = new Map<string, number>();
    for (const { client, sequence } of records) {
      const key = `${client}/${sequence}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect([...seen.values()].every((count) => count === 1)).toBe(true);
    for (const editor of editors) {
      for (let sequence = 1; sequence <= editor.acknowledged; sequence += 1) {
        expect(seen.get(`${editor.client.id}/${sequence}`), `${editor.client.id}/${sequence}`).toBe(1);
      }
    }
  } finally {
    await store.close();
  }
}

function expectEveryTagOnce(editors: readonly Editor[]): void {
  const snapshot = editors[0]?.document.snapshot;
  const body = String(snapshot?.get('pages', 'page')?.body);
  const tags = editors.flatMap((editor) => editor.tags).filter((tag) => tag.startsWith('<'));
  for (const tag of tags) {
    expect(snapshot?.get('items', tag)?.name).toBe(tag);
  }
  expect(body.length).toBe(tags.reduce((length, tag) => length + tag.length, 0));
  for (const character of '<>:') expect(body.split(character).length - 1).toBe(tags.length);
}

function total(editors: readonly Editor[]): number {
  return editors.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
}

async function until(reached: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 60_000;
  while (!reached()) {
    if (Date.now() > deadlineMs) throw new Error('not reached within a minute');
    await pause(10);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function freePort(): Promise<number> {
  const probe = createNetServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
