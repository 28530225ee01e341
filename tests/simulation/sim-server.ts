import { hash } from 'node:crypto';
import type { Schema } from '@statehouse/db';
import type { Random } from '@statehouse/kernel';
import { type AccessRule, ServerCore, type ServerEffect, type ServerEvent } from '@statehouse/server/core';
import { createMemoryLogStore, type LogRecord, type LogStore } from '@statehouse/storage';
import type { Line, LineEnd, Network } from './network.ts';
import type { Scheduler } from './scheduler.ts';

type EventBody = ServerEvent extends infer Event
  ? Event extends ServerEvent
    ? Omit<Event, 'nowMs'>
    : never
  : never;
type LogCall = Extract<ServerEffect, { readonly instance: number }>;

/** One life of the server. */
interface Process {
  readonly core: ServerCore;
  cancelWake: () => void;
}

/** What the checks are told of, at the moment it happens. */
export interface ServerWitness {
  /** These records are on the disk now. */
  durable(document: string, records: readonly LogRecord[]): void;
  /** This frame leaves for a client. */
  sent(connection: string, frame: string): void;
}

/**
 * The server's process in a simulated world: the real core, whose sockets, clock and disk are virtual. It can die at
 * any moment, before or after a call of its log too, and comes back on the same disk.
 */
export class SimServer {
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #network: Network;
  readonly #schema: Schema;
  readonly #access: AccessRule;
  readonly #witness: ServerWitness;
  readonly #store: LogStore = createMemoryLogStore();
  readonly #lines = new Map<string, Line>();
  #process: Process | undefined;
  #connections = 0;

  constructor(options: {
    readonly scheduler: Scheduler;
    readonly random: Random;
    readonly network: Network;
    readonly schema: Schema;
    readonly access: AccessRule;
    readonly witness: ServerWitness;
  }) {
    this.#scheduler = options.scheduler;
    this.#random = options.random;
    this.#network = options.network;
    this.#schema = options.schema;
    this.#access = options.access;
    this.#witness = options.witness;
    this.start();
  }

  get store(): LogStore {
    return this.#store;
  }

  get isUp(): boolean {
    return this.#process !== undefined;
  }

  start(): void {
    if (this.#process !== undefined) return;
    const core = new ServerCore({
      schema: this.#schema,
      access: this.#access,
      sha256: (text) => hash('sha256', text),
      settings: { snapshotEveryEntries: 20, maxWindowEntries: 15, maxTailEntries: 12, idleUnloadMs: 2_000 },
    });
    this.#process = { core, cancelWake: () => {} };
  }

  /** The process dies: sockets break, memory is gone, the disk stays. */
  crash(): void {
    if (this.#process === undefined) return;
    this.#process.cancelWake();
    this.#process = undefined;
    for (const line of this.#lines.values()) line.cut(1006);
    this.#lines.clear();
    this.#scheduler.after(this.#random.next() * 3_000, () => this.start());
  }

  /** A client dials; undefined if nobody answers. */
  accept(client: LineEnd): Line | undefined {
    const process = this.#process;
    if (process === undefined) return undefined;
    this.#connections += 1;
    const connection = `c${this.#connections}`;
    const line = this.#network.connect(client, {
      received: (text) => this.#step(process, { kind: 'frame', connection, text }),
      closed: () => {
        this.#lines.delete(connection);
        this.#step(process, { kind: 'disconnected', connection });
      },
    });
    this.#lines.set(connection, line);
    this.#step(process, { kind: 'connected', connection });
    return line;
  }

  #step(process: Process | undefined, event: EventBody): void {
    if (process === undefined || process !== this.#process) return;
    for (const effect of process.core.step({ ...event, nowMs: Math.floor(this.#scheduler.nowMs()) })) {
      if (process !== this.#process) return;
      this.#carryOut(process, effect);
    }
  }

  #carryOut(process: Process, effect: ServerEffect): void {
    switch (effect.kind) {
      case 'send':
        for (const connection of effect.connections) {
          this.#witness.sent(connection, effect.frame);
          this.#lines.get(connection)?.send('toClient', effect.frame);
        }
        return;
      case 'close':
        this.#lines.get(effect.connection)?.cut(effect.code);
        this.#lines.delete(effect.connection);
        return;
      case 'authenticate': {
        const { connection, token } = effect;
        const claims = { user: token, tenant: 'tenant', roles: [] };
        this.#later(() => this.#step(process, { kind: 'authenticated', connection, claims }));
        return;
      }
      case 'claim-client': {
        const { connection, tenant, client, user } = effect;
        this.#later(async () => {
          const owner = await this.#store.claimClient(tenant, client, user);
          this.#step(process, { kind: 'client-claimed', connection, owner });
        });
        return;
      }
      case 'wake':
        process.cancelWake();
        process.cancelWake = this.#scheduler.after(effect.delayMs, () =>
          this.#step(process, { kind: 'woken' }),
        );
        return;
      case 'report':
        if (effect.code === 'server/internal')
          throw new Error(`the server reports ${JSON.stringify(effect.fields)}`);
        return;
      case 'drained':
        return;
      default:
        this.#logCall(process, effect);
    }
  }

  /** Before the disk has it, after it has, and after the answer: three places to die at. */
  #logCall(process: Process, effect: LogCall): void {
    const { crashAtLogCall } = this.#network.mix;
    if (this.#random.next() < crashAtLogCall) {
      this.crash();
      return;
    }
    this.#later(async () => {
      if (process !== this.#process) return;
      const answer = await this.#perform(effect);
      if (this.#random.next() < this.#network.mix.crashAtLogCall) {
        this.crash();
        return;
      }
      this.#later(() => this.#step(process, answer));
    });
  }

  async #perform(effect: LogCall): Promise<EventBody> {
    const { address, instance } = effect;
    switch (effect.kind) {
      case 'append':
        return this.#append(effect);
      case 'load':
        return { kind: 'loaded', address, instance, log: await this.#store.load(address) };
      case 'read': {
        const records = await this.#store.read(address, effect.from, effect.to);
        return { kind: 'records-read', address, instance, request: effect.request, records };
      }
      case 'find': {
        const record = await this.#store.find(address, effect.client, effect.sequence);
        return { kind: 'record-found', address, instance, request: effect.request, record };
      }
      case 'save-snapshot':
        await this.#store.saveSnapshot(address, effect.snapshot);
        return { kind: 'snapshot-saved', address, instance, version: effect.snapshot.version };
      default:
        throw new Error(`the simulator does not know the log call ${JSON.stringify(effect)}`);
    }
  }

  async #append(effect: LogCall & { kind: 'append' }): Promise<EventBody> {
    const { address, instance, expectedVersion, epoch, records } = effect;
    if (this.#network.mix.planted === 'disk-lies') {
      return { kind: 'appended', address, instance, result: { kind: 'appended' } };
    }
    const odd = this.#random.next() < this.#network.mix.oddAppend;
    const stored = !odd || this.#random.next() < 0.5;
    if (stored) {
      const result = await this.#store.append(address, expectedVersion, epoch, records);
      if (result.kind === 'appended') this.#witness.durable(address.document, records);
      if (!odd) return { kind: 'appended', address, instance, result };
    }
    return {
      kind: 'appended',
      address,
      instance,
      result: { kind: 'unknown', reason: 'the disk did not answer' },
    };
  }

  #later(run: () => void | Promise<void>): void {
    this.#scheduler.after(this.#random.next() * 8, run);
  }
}
