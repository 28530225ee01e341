import type { Snapshot } from '@statehouse/db';
import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import {
  type Applied,
  apply,
  carryOver,
  type Operation,
  type TaggedEffect,
  type TaggedOperation,
} from '@statehouse/ot';
import { CloseCode, decodeEntry, type Outcome, type Refusal, type SubmitMessage } from '@statehouse/protocol';
import { serverError, syncError } from '../errors.ts';
import { accessOf } from './access.ts';
import type { Environment } from './environment.ts';
import { judge, refusalFrom } from './judge.ts';
import type { Ledger } from './ledger.ts';
import type { LogRequests } from './log-requests.ts';
import { sendError, type Visitor } from './visitor.ts';

/** What stood behind a refused operation: answered when the refusal is durable. */
export interface Held {
  readonly connection: string;
  /** The version of the refusal. */
  readonly version: number;
  /** The first sequence that was not judged. */
  readonly first: number;
}

/** A submission, and how far it has come. */
interface Work {
  readonly visitor: Visitor;
  readonly message: SubmitMessage;
  /** Payload digests that were looked up in the log, by sequence. */
  readonly found: Map<number, string>;
  /** What is new in the submission, carried over everything up to `carriedTo`. */
  own: readonly TaggedOperation[];
  carriedTo: number;
  /** The version of an entry of the same client behind the base: none can be there if the client keeps the rules. */
  ownEntry: number;
}

interface VersionedEffect extends TaggedEffect {
  readonly version: number;
}

/** Submissions of one client that may wait for the log at a time. */
const MAX_WAITING = 8;

/**
 * Brings submissions into the ledger: deduplicated by (client, sequence), carried over what their author had not
 * seen, judged one by one at the admitted head. A submission that needs something from the log waits; others of the
 * same client wait behind it, those of other clients go on. A submission that is not accepted as a whole is answered
 * with an error and leaves nothing.
 */
export class Submissions {
  readonly #environment: Environment;
  readonly #document: string;
  readonly #ledger: Ledger;
  readonly #requests: LogRequests;
  readonly #hold: (held: Held) => void;
  readonly #waiting = new Map<string, Work[]>();

  constructor(
    environment: Environment,
    document: string,
    ledger: Ledger,
    requests: LogRequests,
    hold: (held: Held) => void,
  ) {
    this.#environment = environment;
    this.#document = document;
    this.#ledger = ledger;
    this.#requests = requests;
    this.#hold = hold;
  }

  get waiting(): boolean {
    return this.#waiting.size > 0;
  }

  submit(visitor: Visitor, message: SubmitMessage): void {
    const work: Work = { visitor, message, found: new Map(), own: [], carriedTo: message.base, ownEntry: 0 };
    const line = this.#waiting.get(visitor.client);
    if (line === undefined) {
      if (!this.#advance(work)) this.#waiting.set(visitor.client, [work]);
    } else if (line.length < MAX_WAITING) line.push(work);
    else this.#refuse(work, serverError('slow-down'));
  }

  #resume(client: string): void {
    const line = this.#waiting.get(client);
    for (let work = line?.[0]; line !== undefined && work !== undefined; work = line[0]) {
      if (!this.#advance(work)) return;
      line.shift();
    }
    this.#waiting.delete(client);
  }

  /** Goes as far as possible. True: done, in whatever way. False: waits for the log. */
  #advance(work: Work): boolean {
    const { message, visitor } = work;
    const objection = this.#objection(work);
    if (objection !== undefined) return this.#refuse(work, objection);
    const { clients } = this.#ledger;
    const last = clients.admitted(visitor.client);
    for (let sequence = message.first; sequence <= last; sequence += 1) {
      const operation = message.operations[sequence - message.first];
      if (operation === undefined) return true;
      const recorded = clients.digest(visitor.client, sequence) ?? work.found.get(sequence);
      if (recorded === undefined) return this.#lookUp(work, sequence);
      if (recorded !== this.#environment.sha256(JSON.stringify(operation)))
        return this.#reused(work, sequence);
    }
    const fresh = message.operations.slice(last + 1 - message.first);
    if (fresh.length === 0) return true;
    const refused = clients.refused(visitor.client);
    if (refused !== undefined && refused.version > message.base) {
      this.#hold({ connection: visitor.connection, version: refused.version, first: last + 1 });
      return true;
    }
    if (work.own.length === 0) {
      work.own = fresh.map((operation, index) => ({
        origin: { client: visitor.client, sequence: last + 1 + index },
        operation,
      }));
    }
    if (!this.#carry(work)) return false;
    if (work.ownEntry > 0) {
      return this.#refuse(work, syncError('base-before-own', { base: message.base, version: work.ownEntry }));
    }
    return this.#judgeAll(work, fresh);
  }

  /** What is wrong with a submission as a whole. */
  #objection({ message, visitor }: Work): StatehouseError | undefined {
    const { schema } = this.#environment;
    const { admitted, durable, clients } = this.#ledger;
    if (accessOf(this.#environment, visitor.claims, this.#document) === 'none')
      return serverError('forbidden');
    if (message.schemaVersion !== schema.version) {
      return serverError('schema-mismatch', { sent: message.schemaVersion, own: schema.version });
    }
    // Only what is durable was ever delivered, so nobody can have seen more.
    if (message.base > durable.version) {
      return syncError('version-from-future', {
        version: message.base,
        head: Math.min(durable.version, admitted.version),
      });
    }
    const last = clients.admitted(visitor.client);
    if (message.first <= last + 1) return undefined;
    return last === 0
      ? syncError('unknown-client', { first: message.first })
      : syncError('sequence-gap', { first: message.first, last });
  }

  #refuse({ visitor }: Work, error: StatehouseError): true {
    sendError(this.#environment, visitor.connection, error, this.#document);
    return true;
  }

  #reused(work: Work, sequence: number): true {
    const error = syncError('sequence-reused', { sequence });
    this.#refuse(work, error);
    this.#environment.close(work.visitor.connection, CloseCode.SequenceReused, error.code);
    return true;
  }

  #lookUp(work: Work, sequence: number): false {
    const { client } = work.visitor;
    this.#requests.find(client, sequence, (record) => {
      // A sequence below the last one that the log does not have cannot be: no digest fits, so it counts as reused.
      const digest =
        record === undefined ? '' : decodeEntry(record, this.#environment.sha256).header.payloadDigest;
      work.found.set(sequence, digest);
      this.#resume(client);
    });
    return false;
  }

  /** Carries what is new over what has come since; false while entries are read from the log. */
  #carry(work: Work): boolean {
    const { window } = this.#ledger;
    const { client } = work.visitor;
    if (work.carriedTo + 1 < window.first) {
      this.#requests.read(work.carriedTo + 1, window.first - 1, (records) => {
        const entries = records.map((record) => decodeEntry(record, this.#environment.sha256));
        this.#carryOver(
          work,
          entries.map(({ header, outcome }) => ({
            version: header.version,
            origin: header,
            effect: outcome.effect,
          })),
        );
        this.#resume(client);
      });
      return false;
    }
    if (work.carriedTo < window.last) {
      this.#carryOver(work, window.slice(work.carriedTo + 1, window.last));
    }
    return true;
  }

  #carryOver(work: Work, entries: readonly VersionedEffect[]): void {
    const remote: TaggedEffect[] = [];
    for (const entry of entries) {
      work.carriedTo = entry.version;
      if (entry.origin.client === work.visitor.client) work.ownEntry = entry.version;
      if (entry.effect.length > 0) remote.push(entry);
    }
    if (remote.length > 0) work.own = carryOver(work.own, remote);
  }

  #judgeAll(work: Work, fresh: readonly Operation[]): true {
    const { visitor, message } = work;
    const access = accessOf(this.#environment, visitor.claims, this.#document);
    const { schema } = this.#environment;
    this.#admitSchema();
    for (const [index, { origin, operation }] of work.own.entries()) {
      const sent = fresh[index];
      if (sent === undefined) break;
      const refusal = judge({ schema, access }, sent) ?? this.#apply(work, sent, operation, origin.sequence);
      if (refusal === undefined) continue;
      this.#admit(work, sent, origin.sequence, this.#ledger.admitted.snapshot, {
        verdict: 'refused',
        effect: [],
        conflicts: [],
        timeMs: this.#environment.time.nowMs,
        refusal,
      });
      if (index + 1 < work.own.length) {
        const { version } = this.#ledger.admitted;
        this.#hold({ connection: visitor.connection, version, first: origin.sequence + 1 });
      }
      break;
    }
    this.#environment.metrics.count('server_submissions');
    this.#environment.metrics.observe('server_submission_operations', message.operations.length);
    return true;
  }

  /** Applies at the admitted head. `apply` is total; if it throws all the same, that operation is set aside. */
  #apply(work: Work, sent: Operation, operation: Operation, sequence: number): Refusal | undefined {
    let applied: Applied<Snapshot>;
    try {
      applied = apply(this.#ledger.admitted.snapshot, operation, { client: work.visitor.client, sequence });
    } catch (error) {
      const code = isStatehouseError(error) ? error.code : 'unknown';
      this.#environment.emit({
        kind: 'report',
        level: 'error',
        code: 'server/operation-failed',
        fields: { code },
      });
      return refusalFrom(serverError('operation-failed'));
    }
    const { effect, conflicts, state } = applied;
    const timeMs = this.#environment.time.nowMs;
    const seen = sent.seen === undefined ? {} : { seen: sent.seen };
    this.#admit(work, sent, sequence, state, { verdict: 'applied', effect, conflicts, timeMs, ...seen });
    return undefined;
  }

  #admit(work: Work, sent: Operation, sequence: number, snapshot: Snapshot, outcome: Outcome): void {
    const payload = JSON.stringify(sent);
    this.#ledger.admit({
      draft: {
        kind: outcome.verdict === 'applied' ? 'operation' : 'refusal',
        client: work.visitor.client,
        sequence,
        base: work.message.base,
        schemaVersion: work.message.schemaVersion,
        author: work.visitor.claims.user,
        payloadDigest: this.#environment.sha256(payload),
      },
      payload,
      outcome,
      snapshot,
    });
    this.#environment.metrics.count(
      outcome.verdict === 'applied' ? 'server_operations_applied' : 'server_operations_refused',
    );
  }

  /** The first entry of a document, and the first one after the schema has changed, is the schema. */
  #admitSchema(): void {
    const { schema, schemaText, schemaDigest, time } = this.#environment;
    const { schemaVersion, version, snapshot } = this.#ledger.admitted;
    if (schemaVersion === schema.version) return;
    this.#ledger.admit({
      draft: {
        kind: 'schema',
        client: '',
        sequence: 0,
        base: version,
        schemaVersion: schema.version,
        author: '',
        payloadDigest: schemaDigest,
      },
      payload: schemaText,
      outcome: { verdict: 'applied', effect: [], conflicts: [], timeMs: time.nowMs },
      snapshot,
    });
  }
}
