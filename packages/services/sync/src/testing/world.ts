import { type Metrics, silentMetrics } from '@statehouse/kernel';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import {
  createMemoryIdentityLocks,
  createMemoryKeyValueStore,
  type KeyValueStore,
} from '@statehouse/storage';
import type { SessionMemory } from '../identity/client-identity.ts';
import { SyncClient, type SyncClientOptions } from '../sync-client.ts';
import { type NotesSchema, notesSchema } from './notes.ts';
import { TinyServer } from './tiny-server.ts';

type Given = Partial<SyncClientOptions<NotesSchema>>;

/** Virtual time, a server, and clients of it, which keep nothing on a device unless given one. */
export class World {
  readonly time = new VirtualTime();
  readonly server = new TinyServer(this.time);
  readonly counted: string[] = [];
  #clients: SyncClient<NotesSchema>[] = [];

  client(options: Given = {}): SyncClient<NotesSchema> {
    const { environment, ...given } = options;
    const { time, server } = this;
    const random = seededRandom(this.#clients.length + 1);
    const metrics: Metrics = { ...silentMetrics, count: (name) => this.counted.push(name) };
    const client = new SyncClient({
      url: 'ws://server/sync',
      token: 'anna',
      schema: notesSchema,
      environment: { clock: time, timers: time, random, metrics, connect: server.connect, ...environment },
      ...given,
    });
    this.#clients.push(client);
    return client;
  }

  /** Takes the server away from everybody, until it is up again. */
  goOffline(): void {
    this.server.up = false;
    this.server.cut();
  }

  /** Lets time pass in small steps, and every promise and microtask between them. */
  async pass(ms = 20): Promise<void> {
    const stepMs = ms > 1_000 ? 50 : 1;
    for (let passed = 0; passed < ms; passed += stepMs) {
      await turn();
      this.time.advance(stepMs);
    }
    await turn();
  }

  /** What a promise came to while some time passed. */
  async settled<Value>(promise: Promise<Value>, ms = 20): Promise<Value> {
    promise.catch(() => {});
    await this.pass(ms);
    return promise;
  }
}

/** A device with a store that outlives its tabs, and the locks that they share. */
export class SharedDevice {
  readonly contents = new Map<string, string>();
  readonly locks = createMemoryIdentityLocks();

  store(): KeyValueStore {
    return createMemoryKeyValueStore(this.contents);
  }

  /** What a tab is made with. */
  tab(session?: SessionMemory): Pick<SyncClientOptions<NotesSchema>, 'storage' | 'locks' | 'session'> {
    return {
      storage: this.store(),
      locks: this.locks,
      ...(session === undefined ? {} : { session }),
    };
  }

  /** The keys of operations that wait. */
  get waiting(): readonly string[] {
    return [...this.contents.keys()].filter((key) => key.includes('/pending/'));
  }
}

/** The end of this turn of the event loop: everything that was due has run. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
