import { hash } from 'node:crypto';
import { canonicalSnapshot, checkIntegrity, emptySnapshot, type Schema, type Snapshot } from '@statehouse/db';
import { assert } from '@statehouse/kernel';
import { applyEffect } from '@statehouse/ot';
import { decodeEntry } from '@statehouse/protocol';
import { chainOf, chainStart, type LogRecord } from '@statehouse/storage';
import type { SimClient } from './sim-client.ts';

/** What is known of an own operation, by sequence. */
interface Submitted {
  readonly text: string;
  /** How many operations of this client the log had refused when it was sent. */
  readonly refusals: number;
}

/**
 * The invariants, looked at after every step. The log is what the disk holds; everything else is held against it.
 */
export class Checks {
  readonly #schema: Schema;
  readonly #records: LogRecord[] = [];
  readonly #states: Snapshot<Schema>[] = [];
  readonly #texts: (string | undefined)[] = [];
  readonly #answered = new Map<string, LogRecord>();
  readonly #lastOf = new Map<string, number>();
  readonly #submitted = new Map<string, Submitted>();
  /** The highest sequence of a client that was reported as safe on its device. */
  readonly #onDevice = new Map<string, number>();
  readonly #seen = new Map<string, number>();

  constructor(schema: Schema) {
    this.#schema = schema;
    this.#states.push(emptySnapshot(schema));
  }

  get head(): number {
    return this.#records.length;
  }

  /** What the disk holds. */
  get records(): readonly LogRecord[] {
    return this.#records;
  }

  get entries(): number {
    return this.#records.filter(({ kind }) => kind === 'operation').length;
  }

  get refusals(): number {
    return this.#records.filter(({ kind }) => kind === 'refusal').length;
  }

  /** The canonical text of the state after the entry at `version`. */
  stateAt(version: number): string {
    const known = this.#texts[version];
    if (known !== undefined) return known;
    const state = this.#states[version];
    assert(state !== undefined, () => `version ${version} is not in the log, whose head is ${this.head}`);
    const text = canonicalSnapshot(state);
    this.#texts[version] = text;
    return text;
  }

  durable(records: readonly LogRecord[]): void {
    for (const record of records) {
      this.#checkChain(record);
      this.#checkLine(record);
      this.#records.push(record);
      const { outcome } = decodeEntry(record, (text) => hash('sha256', text));
      const before = this.#states.at(-1) ?? emptySnapshot(this.#schema);
      const after = applyEffect(before, outcome.effect);
      this.#states.push(after);
      const faults = checkIntegrity(after);
      assert(faults.length === 0, () => `I6 at version ${record.version}: ${faults.join('; ')}`);
    }
  }

  /** I13, and versions without gaps. */
  #checkChain(record: LogRecord): void {
    const previous = this.#records.at(-1);
    assert(record.version === this.head + 1, () => `I4: version ${record.version} after ${this.head}`);
    const chain = previous?.chain ?? chainStart;
    const expected = chainOf(chain, record.header, (text) => hash('sha256', text));
    assert(record.chain === expected, () => `I13: the chain breaks at ${record.version}`);
  }

  /** I3 and I4: each sequence once, in order, without gaps, with the content that was sent. */
  #checkLine(record: LogRecord): void {
    if (record.client === '') return;
    const key = `${record.client}/${record.sequence}`;
    assert(!this.#answered.has(key), () => `I3: ${key} is in the log twice`);
    const last = this.#lastOf.get(record.client) ?? 0;
    assert(record.sequence === last + 1, () => `I4: ${key} follows ${last}`);
    const submitted = this.#submitted.get(key);
    assert(
      submitted?.text === record.payload,
      () => `I3: ${key} is in the log with content that was never sent`,
    );
    this.#answered.set(key, record);
    this.#lastOf.set(record.client, record.sequence);
  }

  /** I3: what was sent under a sequence never changes, unless the log has refused something before it. */
  submitted(client: SimClient, frame: string): void {
    const message: unknown = JSON.parse(frame);
    if (typeof message !== 'object' || message === null || !('kind' in message) || message.kind !== 'submit')
      return;
    if (!('operations' in message) || !Array.isArray(message.operations) || !('first' in message)) return;
    message.operations.forEach((operation: unknown, index) => {
      const key = `${client.id}/${Number(message.first) + index}`;
      const text = JSON.stringify(operation);
      const earlier = this.#submitted.get(key);
      const frozen =
        earlier === undefined || earlier.text === text || this.#refusedSince(client.id, earlier.refusals);
      assert(frozen, () => `I3: ${key} was sent again with other content`);
      this.#submitted.set(key, { text, refusals: this.#refusalsOf(client.id) });
    });
  }

  #refusalsOf(client: string): number {
    return this.#records.filter((record) => record.client === client && record.kind === 'refusal').length;
  }

  /** Behind a refusal nothing was judged, and may be sent again in other coordinates. */
  #refusedSince(client: string, refusals: number): boolean {
    return this.#refusalsOf(client) > refusals;
  }

  /** I2: nothing leaves the server that is not on the disk. */
  sent(frame: string): void {
    const message: unknown = JSON.parse(frame);
    if (typeof message !== 'object' || message === null || !('kind' in message)) return;
    if (message.kind !== 'deliver' && message.kind !== 'opened') return;
    const to = 'to' in message ? Number(message.to) : 0;
    assert(to <= this.head, () => `I2: version ${to} was sent, and the disk has ${this.head}`);
  }

  /** I1, I2 and I11 for one client, after one of its steps. */
  stepped(client: SimClient): void {
    const { core } = client;
    if (core === undefined || core.status.phase === 'loading') return;
    const { version, saved } = core.status;
    if (this.#seen.get(client.id) !== version) {
      this.#seen.set(client.id, version);
      const same = canonicalSnapshot(core.confirmed) === this.stateAt(version);
      assert(same, () => `I1: ${client.id} at version ${version} is not the log at ${version}`);
    }
    const visible = canonicalSnapshot(core.snapshot);
    assert(visible === canonicalSnapshot(core.recomputed), () => `overlay: ${client.id} shows another state`);
    const [first] = core.pendingSequences;
    const last = core.pendingSequences.at(-1);
    const answered = this.#lastOf.get(client.id) ?? 0;
    if (first !== undefined) {
      assert(first <= answered + 1, () => `I2: ${client.id} waits for ${first}, the log has ${answered}`);
    }
    if (saved === 'device' && last !== undefined) {
      this.#onDevice.set(client.id, Math.max(last, this.#onDevice.get(client.id) ?? 0));
    }
    this.#checkNothingLost(client, first, last, answered);
  }

  /** Whatever was reported as saved is in the log, or waits. */
  #checkNothingLost(
    client: SimClient,
    first: number | undefined,
    last: number | undefined,
    answered: number,
  ): void {
    const promised = this.#onDevice.get(client.id) ?? 0;
    if (promised <= answered) return;
    const waits = first !== undefined && last !== undefined && first <= answered + 1 && last >= promised;
    assert(
      waits,
      () =>
        `I2: ${client.id} was told that ${promised} is on the device; log ${answered}, waiting ${first}..${last}`,
    );
  }
}
