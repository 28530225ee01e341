import { hash } from 'node:crypto';
import { type Random, silentMetrics } from '@statehouse/kernel';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { ServerCore, type ServerEffect, type ServerEvent } from '@statehouse/server/core';
import { createMemoryLogStore } from '@statehouse/storage';
import { type Connect, type SocketHandlers, SyncClient, type SyncedDocument } from '@statehouse/sync';
import { type ShowcaseSchema, schema } from '../../../../schema.ts';

type Untimed = ServerEvent extends infer Event
  ? Event extends ServerEvent
    ? Omit<Event, 'nowMs'>
    : never
  : never;
type LogCall = Extract<ServerEffect, { readonly instance: number }>;

/** One socket between a client and the server; frames keep their order, whatever they take. */
interface Line {
  readonly handlers: SocketHandlers;
  readonly arrivalMs: { toClient: number; toServer: number };
  open: boolean;
}

/** Frames take up to this long, mostly less. */
const SLOWEST_FRAME_MS = 700;
const TENANT = 'tenant';
/** Virtual time moves in such steps; promises are kept between them. */
const STEP_MS = 20;
const LONGEST_QUIET_MS = 60_000;

/** Real clients of the real server's core, over lines whose delays are drawn from a seed, in virtual time. */
export class SyncWorld {
  readonly time = new VirtualTime(1_000_000);
  readonly #random: Random;
  readonly #seed: number;
  readonly #store = createMemoryLogStore();
  readonly #core = new ServerCore({
    schema,
    access: ({ user }) => (user.startsWith('reader') ? 'reader' : 'writer'),
    sha256: (text) => hash('sha256', text),
    settings: {},
  });
  readonly #lines = new Map<string, Line>();
  readonly #clients: SyncClient<ShowcaseSchema>[] = [];
  #dialled = 0;
  #cancelWake: () => void = () => {};
  #failure: unknown;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = seededRandom(seed, 'network');
  }

  /** Opens a document as one person; whose name begins with `reader` may only read. */
  async open(client: string, document: string): Promise<SyncedDocument<ShowcaseSchema>> {
    const random = seededRandom(this.#seed, client);
    const { time } = this;
    const made = new SyncClient({
      url: 'ws://server/sync',
      token: client,
      clientId: client,
      schema,
      environment: { clock: time, timers: time, random, metrics: silentMetrics, connect: this.#connect },
    });
    this.#clients.push(made);
    let opened: SyncedDocument<ShowcaseSchema> | undefined;
    void made.open(document).then((value) => {
      opened = value;
    });
    for (let passedMs = 0; opened === undefined && passedMs < LONGEST_QUIET_MS; passedMs += STEP_MS)
      await this.pass(STEP_MS);
    if (opened === undefined) throw new Error(`${client} cannot open ${document}`);
    return opened;
  }

  /** Lets time pass, and whatever it brings. */
  async pass(ms: number): Promise<void> {
    for (let passedMs = 0; passedMs < ms; passedMs += STEP_MS) {
      await endOfTurn();
      this.time.advance(Math.min(STEP_MS, ms - passedMs));
    }
    await endOfTurn();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Lets time pass until everybody has everything. */
  async settle(documents: readonly SyncedDocument<ShowcaseSchema>[]): Promise<void> {
    const isQuiet = () => {
      const versions = new Set(documents.map(({ status }) => status.version));
      return (
        versions.size === 1 &&
        documents.every(({ status }) => status.phase === 'live' && status.pending === 0)
      );
    };
    for (let passedMs = 0; !isQuiet(); passedMs += 200) {
      if (passedMs > LONGEST_QUIET_MS) throw new Error('the queues do not drain');
      await this.pass(200);
    }
    await this.pass(2 * SLOWEST_FRAME_MS);
    if (!isQuiet()) await this.settle(documents);
  }

  /** Breaks every line; the clients dial again in their own time. */
  cut(): void {
    for (const [connection, line] of [...this.#lines]) this.#end(connection, line, 1006);
  }

  async close(): Promise<void> {
    this.#cancelWake();
    for (const client of this.#clients) {
      const closed = client.close();
      await this.pass(STEP_MS);
      await closed;
    }
  }

  readonly #connect: Connect = (_url, handlers) => {
    this.#dialled += 1;
    const connection = `c${this.#dialled}`;
    const line: Line = { handlers, arrivalMs: { toClient: 0, toServer: 0 }, open: true };
    this.#lines.set(connection, line);
    this.#deliver(line, 'toClient', () => {
      this.#step({ kind: 'connected', connection });
      handlers.opened();
    });
    return {
      send: (text) => this.#deliver(line, 'toServer', () => this.#step({ kind: 'frame', connection, text })),
      close: (code) => this.#deliver(line, 'toServer', () => this.#end(connection, line, code)),
    };
  };

  #deliver(line: Line, direction: 'toClient' | 'toServer', arrive: () => void): void {
    const nowMs = this.time.nowMs();
    const share = this.#random.next();
    const wantedMs = nowMs + 1 + Math.floor(share * share * share * SLOWEST_FRAME_MS);
    const atMs = Math.max(wantedMs, line.arrivalMs[direction]);
    line.arrivalMs[direction] = atMs;
    this.time.after(atMs - nowMs, () => {
      if (line.open) arrive();
    });
  }

  #end(connection: string, line: Line, code: number): void {
    if (!line.open) return;
    line.open = false;
    this.#lines.delete(connection);
    this.time.after(1, () => line.handlers.closed(code));
    this.#step({ kind: 'disconnected', connection });
  }

  #step(event: Untimed): void {
    for (const effect of this.#core.step({ ...event, nowMs: this.time.nowMs() })) this.#carryOut(effect);
  }

  #carryOut(effect: ServerEffect): void {
    switch (effect.kind) {
      case 'send':
        for (const connection of effect.connections) {
          const line = this.#lines.get(connection);
          if (line !== undefined) this.#deliver(line, 'toClient', () => line.handlers.received(effect.frame));
        }
        return;
      case 'close': {
        const line = this.#lines.get(effect.connection);
        if (line !== undefined) this.#end(effect.connection, line, effect.code);
        return;
      }
      case 'authenticate': {
        const { connection, token } = effect;
        const claims = { user: token, tenant: TENANT, roles: [] };
        this.#later(async () => ({ kind: 'authenticated', connection, claims }));
        return;
      }
      case 'claim-client': {
        const { connection, tenant, client, user } = effect;
        this.#later(async () => {
          const owner = await this.#store.claimClient(tenant, client, user);
          return { kind: 'client-claimed', connection, owner };
        });
        return;
      }
      case 'wake':
        this.#cancelWake();
        this.#cancelWake = this.time.after(effect.delayMs, () => this.#step({ kind: 'woken' }));
        return;
      case 'report':
        if (effect.level === 'error') this.#failure ??= new Error(`the server reports ${effect.code}`);
        return;
      case 'drained':
        return;
      default:
        this.#later(() => this.#answer(effect));
    }
  }

  async #answer(call: LogCall): Promise<Untimed> {
    const { address, instance } = call;
    const reference = { address, instance };
    switch (call.kind) {
      case 'load':
        return { kind: 'loaded', ...reference, log: await this.#store.load(address) };
      case 'append': {
        const { expectedVersion, epoch, records } = call;
        const result = await this.#store.append(address, expectedVersion, epoch, records);
        return { kind: 'appended', ...reference, result };
      }
      case 'read': {
        const records = await this.#store.read(address, call.from, call.to);
        return { kind: 'records-read', ...reference, request: call.request, records };
      }
      case 'find': {
        const record = await this.#store.find(address, call.client, call.sequence);
        return { kind: 'record-found', ...reference, request: call.request, record };
      }
      case 'save-snapshot':
        await this.#store.saveSnapshot(address, call.snapshot);
        return { kind: 'snapshot-saved', ...reference, version: call.snapshot.version };
    }
  }

  /** What the outside answers comes in a later turn. */
  #later(answer: () => Promise<Untimed>): void {
    answer().then(
      (event) => this.#step(event),
      (error: unknown) => {
        this.#failure ??= error;
      },
    );
  }
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
