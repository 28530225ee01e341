import type { Operation } from '@statehouse/ot';
import { decodeEntry } from '@statehouse/protocol';
import { chainStart, type LogRecord, verifyChain } from '@statehouse/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogEffect, LogEvent } from './index.ts';
import {
  addNote,
  CoreDriver,
  sampleSchema,
  setTitle,
  sha256,
  type,
  unwelcome,
} from './testing/core-driver.ts';
import { LogInMemory } from './testing/log-in-memory.ts';
import { Replica } from './testing/replica.ts';

const numRuns = Number(process.env.STATEHOUSE_CASES ?? 400);
const seed = process.env.STATEHOUSE_SEED === undefined ? {} : { seed: Number(process.env.STATEHOUSE_SEED) };
const CLIENTS = ['anna', 'ben', 'carl'];

/** One thing that happens; `pick` chooses whom or what it happens to. */
interface Happening {
  readonly kind: 'submit' | 'answer' | 'lose' | 'refuse' | 'wait' | 'cut' | 'crash' | 'reopen';
  readonly pick: number;
}

interface Sent {
  readonly first: number;
  readonly base: number;
  readonly operations: readonly Operation[];
}

/** A client that keeps the rules: one submission in flight, the same bytes until the log has answered all of it. */
class Client {
  readonly replica = new Replica(sampleSchema);
  readonly name: string;
  connection: string | undefined;
  inFlight: Sent | undefined;
  #next = 1;
  #seen = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Takes what has come, and lets go of what the log has answered. */
  receive(driver: CoreDriver): void {
    if (this.connection === undefined) return;
    if (driver.closed.has(this.connection)) {
      this.connection = undefined;
      return;
    }
    this.replica.take(driver.received(this.connection));
    for (const entry of this.replica.entries.slice(this.#seen)) {
      if (entry.kind === 'schema' || entry.client !== this.name) continue;
      // Own entries come in order; those that lie under a snapshot are only counted.
      expect(entry.sequence).toBeGreaterThanOrEqual(this.#next);
      this.#next = entry.sequence + 1;
      if (entry.kind === 'refusal') this.inFlight = undefined;
    }
    this.#seen = this.replica.entries.length;
    this.#next = Math.max(this.#next, this.replica.lastSequence + 1);
    const { inFlight } = this;
    if (inFlight !== undefined && this.#next >= inFlight.first + inFlight.operations.length)
      this.inFlight = undefined;
  }

  form(pick: number): void {
    if (this.inFlight !== undefined) return;
    const row = this.replica.snapshot.get('notes', 'n');
    const length = String(row?.body ?? '').length;
    const at = pick % (length + 1);
    const made = String(this.replica.entries.length);
    const incarnation =
      row?.body instanceof Object && 'incarnation' in row.body ? String(row.body.incarnation) : 'x:1';
    const typed: Operation[] = [
      type('n', incarnation, at === 0 ? [`<${made}>`] : [at, 'x']),
      type('n', incarnation, [this.name]),
    ];
    const choices: readonly (readonly Operation[])[] = [
      typed,
      row === undefined ? [addNote('n', this.name, 'text')] : typed.slice(0, 1),
      [setTitle('n', `${this.name}${made}`), unwelcome, setTitle('n', 'behind')],
      [addNote(`n${pick % 4}`)],
    ];
    this.inFlight = {
      first: this.#next,
      base: this.replica.version,
      operations: choices[pick % choices.length] ?? typed,
    };
  }
}

class World {
  readonly log = new LogInMemory();
  readonly clients = CLIENTS.map((name) => new Client(name));
  driver = this.#newServer();
  #connections = 0;
  #crashed = 0;

  #newServer(): CoreDriver {
    const settings = {
      maxWindowEntries: 6,
      readPageEntries: 3,
      snapshotEveryEntries: 9,
      maxTailEntries: 12,
      rowsPerStep: 2,
    };
    const driver = new CoreDriver({ log: this.log, settings });
    driver.holdLog = true;
    return driver;
  }

  happen({ kind, pick }: Happening): void {
    const { driver } = this;
    const client = this.clients[pick % this.clients.length];
    if (client === undefined) return;
    switch (kind) {
      case 'submit':
        this.#connect(client);
        client.form(pick);
        this.#send(client);
        break;
      case 'reopen':
        this.#connect(client);
        if (client.connection !== undefined) {
          driver.say(client.connection, { kind: 'open', document: 'd', since: client.replica.version });
        }
        break;
      case 'answer':
        this.#answerOne(pick, (call) => this.log.answer(call));
        break;
      case 'lose':
      case 'refuse':
        this.#answerOne(pick, (call) => this.#badAnswer(call, kind === 'lose' && pick % 2 === 0));
        break;
      case 'wait':
        driver.advance(1 + (pick % 30));
        break;
      case 'cut':
        if (client.connection !== undefined)
          driver.step({ kind: 'disconnected', connection: client.connection });
        client.connection = undefined;
        break;
      case 'crash':
        this.#crash(pick);
        break;
    }
    this.#receive();
    this.#checkLog();
  }

  /** Faults end: everything is answered, and everybody sends until nothing is in flight. */
  heal(): void {
    for (let round = 0; round < 60; round += 1) {
      this.driver.holdLog = false;
      this.driver.answerCalls();
      for (const client of this.clients) {
        this.#connect(client);
        this.#send(client);
      }
      this.driver.advance(30);
      this.#receive();
      if (round > 2 && this.clients.every(({ inFlight }) => inFlight === undefined)) return;
    }
    expect.unreachable('a queue did not drain');
  }

  #connect(client: Client): void {
    if (client.connection !== undefined) return;
    this.#connections += 1;
    client.connection = `${client.name}#${this.#connections}`;
    this.driver.enter(client.name, 'd', client.replica.version, client.connection);
  }

  #send({ connection, inFlight }: Client): void {
    if (connection === undefined || inFlight === undefined) return;
    this.driver.submit(connection, inFlight.first, inFlight.base, inFlight.operations);
  }

  #answerOne(pick: number, answer: (call: LogEffect) => LogEvent): void {
    const { calls } = this.driver;
    const call = calls[pick % Math.max(1, calls.length)];
    if (call === undefined) return;
    calls.splice(calls.indexOf(call), 1);
    this.driver.step(answer(call));
  }

  /** Unknown for an append, stored or not; a failure for anything else. */
  #badAnswer(call: LogEffect, isStored: boolean): LogEvent {
    const { address, instance } = call;
    const ref = { address, instance };
    const reason = 'injected';
    if (call.kind === 'append') {
      if (isStored) this.log.answer(call);
      return { ...ref, kind: 'appended', result: { kind: 'unknown', reason } };
    }
    if (call.kind === 'load') return { ...ref, kind: 'load-failed', reason };
    if (call.kind === 'save-snapshot')
      return { ...ref, kind: 'snapshot-failed', version: call.snapshot.version, reason };
    return { ...ref, kind: 'read-failed', request: call.request, reason };
  }

  /** Calls under way are carried out up to some point, and nobody learns of it. */
  #crash(pick: number): void {
    this.#crashed += 1;
    for (const call of this.driver.calls.slice(0, pick % 3)) this.log.answer(call);
    for (const client of this.clients) client.connection = undefined;
    this.driver = this.#newServer();
    this.driver.nowMs += this.#crashed * 1_000;
  }

  #receive(): void {
    for (const client of this.clients) client.receive(this.driver);
  }

  /** What holds after every step: nobody has seen more than what is durable, and no sequence stands there twice. */
  #checkLog(): void {
    const { records } = this.log.of('acme', 'd');
    for (const { replica } of this.clients) expect(replica.version).toBeLessThanOrEqual(records.length);
    const seen = new Set(records.map(({ client, sequence }) => `${client}:${sequence}`));
    expect(seen.size).toBe(records.length);
  }
}

function replayed(records: readonly LogRecord[]): Replica {
  const replica = new Replica(sampleSchema);
  const entries = records.map((record) => decodeEntry(record, sha256));
  replica.take([
    {
      kind: 'deliver',
      document: 'd',
      from: 0,
      to: entries.length,
      entries: entries.flatMap(({ header, outcome }) =>
        outcome.verdict === 'applied' ? [{ ...header, kind: 'operation' as const, ...outcome }] : [],
      ),
    },
  ]);
  return replica;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Happening['kind']>('submit') },
    { weight: 8, arbitrary: fc.constant<Happening['kind']>('answer') },
    { weight: 4, arbitrary: fc.constant<Happening['kind']>('wait') },
    { weight: 1, arbitrary: fc.constantFrom<Happening['kind']>('lose', 'refuse', 'cut', 'crash', 'reopen') },
  ),
  pick: fc.nat(10_000),
});

test('whatever fails, what was seen is durable, nothing stands twice, and in the end all hold the same', () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 20, maxLength: 150 }), (happenings) => {
      const world = new World();
      for (const one of happenings) world.happen(one);
      world.heal();
      const { records } = world.log.of('acme', 'd');
      expect(verifyChain(records, chainStart, sha256).valid).toBe(records.length);
      const text = replayed(records).text;
      const fresh = new CoreDriver({ log: world.log });
      fresh.enter('fresh');
      const loaded = new Replica(sampleSchema);
      loaded.take(fresh.received('fresh'));
      expect(loaded.text).toBe(text);
      for (const { replica } of world.clients) expect(replica.text).toBe(text);
    }),
    { numRuns, ...seed },
  );
});
