import { hash } from 'node:crypto';
import {
  canonicalSnapshot,
  counter,
  defineSchema,
  emptySnapshot,
  plainRows,
  ref,
  type Schema,
  set,
  snapshotFromRows,
  string,
  table,
  text,
} from '@statehouse/db';
import { AssertionError, assert, type Random } from '@statehouse/kernel';
import { drawOne, seededRandom } from '@statehouse/kernel/testing';
import { applyEffect } from '@statehouse/ot';
import { decodeEntry } from '@statehouse/protocol';
import { Checks } from './checks.ts';
import { drawFaults, type FaultMix, NO_FAULTS } from './faults.ts';
import { LostWrites } from './lost-writes.ts';
import { Network } from './network.ts';
import { drawOperation } from './operations.ts';
import { Scheduler } from './scheduler.ts';
import { SimClient } from './sim-client.ts';
import { SimServer } from './sim-server.ts';

export const simulatedSchema = defineSchema({
  version: 1,
  tables: {
    boards: table({ name: string().default('') }),
    notes: table(
      {
        board: ref('boards', { onDelete: 'cascade' }),
        link: ref('notes', { onDelete: 'nullify', nullable: true }),
        slug: string().nullable(),
        body: text(),
        votes: counter(),
        tags: set(),
      },
      { order: { tree: 'cascade' }, unique: [['slug']] },
    ),
  },
});

const DOCUMENT = 'board';
/** Once faults end, every queue drains within this (virtual) time. */
const LIVENESS_MS = 30_000;

export interface SimulationResult {
  readonly seed: number;
  readonly steps: number;
  readonly entries: number;
  readonly refusals: number;
  /** Own writes that others had put aside unseen, and that their authors are offered back at the end. */
  readonly losses: number;
  readonly mix: FaultMix;
}

/**
 * One world from one seed: chaos under a drawn mix of faults, then healing, then liveness, then an audit.
 * @throws AssertionError naming the invariant that broke
 */
export async function simulate(seed: number, mixOverride: Partial<FaultMix> = {}): Promise<SimulationResult> {
  const world = new World(seed, mixOverride);
  await world.run();
  return world.result();
}

class World {
  readonly #seed: number;
  readonly #mix: FaultMix;
  readonly #scheduler: Scheduler;
  readonly #network: Network;
  readonly #checks: Checks;
  readonly #server: SimServer;
  readonly #clients: SimClient[] = [];
  readonly #adversary: Random;
  #steps = 0;
  #losses = 0;
  /** The version that a client showed when an operation was made, by client and sequence. */
  readonly #madeAt = new Map<string, number>();
  #chaos = true;

  constructor(seed: number, mixOverride: Partial<FaultMix>) {
    const stream = (name: string): Random => seededRandom(seed, name);
    this.#seed = seed;
    this.#mix = { ...drawFaults(stream('faults')), ...mixOverride };
    this.#scheduler = new Scheduler(stream('scheduler'));
    this.#network = new Network(this.#scheduler, stream('network'), this.#mix);
    this.#checks = new Checks(simulatedSchema);
    this.#adversary = stream('adversary');
    const readers = new Set<string>();
    this.#server = new SimServer({
      scheduler: this.#scheduler,
      random: stream('server'),
      network: this.#network,
      schema: simulatedSchema,
      access: ({ user }) => (readers.has(user) ? 'reader' : 'writer'),
      witness: {
        durable: (_, records) => this.#checks.durable(records),
        sent: (_, frame) => this.#checks.sent(frame),
      },
    });
    for (let index = 0; index < this.#mix.clients + this.#mix.readers; index += 1) {
      const id = `client-${drawOne(this.#adversary, ['a', 'm', 'z'])}${index}`;
      if (index >= this.#mix.clients) readers.add(id);
      this.#clients.push(this.#newClient(id, stream(`client/${index}`)));
    }
  }

  #newClient(id: string, random: Random): SimClient {
    const client = new SimClient({
      id,
      document: DOCUMENT,
      scheduler: this.#scheduler,
      random,
      server: this.#server,
      schema: simulatedSchema,
      planted: this.#mix.planted,
      witness: {
        stepped: (stepping) => this.#checks.stepped(stepping),
        submitted: (sender, frame) => this.#checks.submitted(sender, frame),
        diverged: () => {
          throw new AssertionError('I1: the log did something else than the client predicted');
        },
      },
    });
    this.#act(client, seededRandom(this.#seed, `edits/${id}`));
    return client;
  }

  /** A person at this client: edits in bursts, as long as there is chaos. */
  #act(client: SimClient, random: Random): void {
    this.#scheduler.after(random.next() * (random.next() < 0.3 ? 1_500 : 150), () => {
      if (!this.#chaos) return;
      const { core } = client;
      if (core?.hasState === true && core.status.phase !== 'loading') {
        const operation = drawOperation(random, core.snapshot, this.#mix.poison);
        const { version } = core.status;
        client.act((tab) => tab.commit(DOCUMENT, operation)?.effects ?? []);
        this.#madeAt.set(`${client.id}/${core.pendingSequences.at(-1)}`, version);
      }
      this.#act(client, random);
    });
  }

  #adverse(): void {
    this.#scheduler.after(200 + this.#adversary.next() * 2_000, () => {
      if (!this.#chaos) return;
      this.#doHarm();
      this.#adverse();
    });
  }

  #doHarm(): void {
    const { cutWeight, halfOpenWeight, clientCrashWeight, serverCrashWeight } = this.#mix;
    const client = drawOne(this.#adversary, this.#clients);
    if (this.#adversary.next() < cutWeight) client.line?.cut(1006);
    if (this.#adversary.next() < halfOpenWeight && client.line !== undefined) {
      client.line.silent = drawOne(this.#adversary, ['toClient', 'toServer'] as const);
    }
    if (this.#adversary.next() < clientCrashWeight) drawOne(this.#adversary, this.#clients).crash();
    if (this.#adversary.next() < serverCrashWeight) this.#server.crash();
  }

  async run(): Promise<void> {
    this.#adverse();
    await this.#runUntil(this.#scheduler.nowMs() + this.#mix.chaosMs);
    this.#heal();
    await this.#liveness();
    await this.#audit();
  }

  #heal(): void {
    this.#chaos = false;
    this.#network.mix = { ...this.#mix, ...NO_FAULTS, maxDelayMs: 50 };
    for (const line of this.#network.lines) line.silent = undefined;
    this.#server.start();
    for (const client of this.#clients) client.openTab();
  }

  async #liveness(): Promise<void> {
    const untilMs = this.#scheduler.nowMs() + LIVENESS_MS;
    while (!this.#quiet()) {
      const more = await this.#scheduler.step(untilMs);
      this.#steps += 1;
      assert(more || this.#quiet(), () => `I12: ${this.#describeQueues()}`);
    }
  }

  #quiet(): boolean {
    return this.#clients.every(({ core }) => {
      if (core === undefined) return false;
      const { phase, pending, version } = core.status;
      return phase === 'live' && pending === 0 && version === this.#checks.head;
    });
  }

  #describeQueues(): string {
    const queues = this.#clients.map(({ id, core }) => `${id} ${JSON.stringify(core?.status)}`);
    return `no rest within ${LIVENESS_MS} ms; head ${this.#checks.head}; ${queues.join('; ')}`;
  }

  /** I1 at rest: every replica, a fresh loader and a full replay hold the same bytes. */
  async #audit(): Promise<void> {
    const expected = this.#checks.stateAt(this.#checks.head);
    for (const { core, id } of this.#clients) {
      assert(core !== undefined && canonicalSnapshot(core.snapshot) === expected, () => `I1 at rest: ${id}`);
    }
    const lostWrites = new LostWrites(this.#checks.records, this.#madeAt);
    for (const { core, id, adoptions } of this.#clients)
      this.#losses += lostWrites.check(id, core?.conflicts ?? [], adoptions);
    const { snapshot, tail } = await this.#server.store.load({ tenant: 'tenant', document: DOCUMENT });
    assert(snapshot !== undefined || tail.length === this.#checks.head, () => 'the log lost its beginning');
    const records = await this.#server.store.read(
      { tenant: 'tenant', document: DOCUMENT },
      1,
      this.#checks.head,
    );
    const replayed = records.reduce(
      (state, record) =>
        applyEffect(state, decodeEntry(record, (content) => hash('sha256', content)).outcome.effect),
      emptySnapshot<Schema>(simulatedSchema),
    );
    assert(canonicalSnapshot(replayed) === expected, () => 'I7: the replay of the log is another state');
    const reread = snapshotFromRows<Schema>(simulatedSchema, plainRows(replayed));
    assert(canonicalSnapshot(reread) === expected, () => 'I7: a snapshot read back is another state');
  }

  async #runUntil(untilMs: number): Promise<void> {
    while (await this.#scheduler.step(untilMs)) this.#steps += 1;
  }

  result(): SimulationResult {
    const { entries, refusals } = this.#checks;
    return { seed: this.#seed, steps: this.#steps, entries, refusals, losses: this.#losses, mix: this.#mix };
  }
}
