import { createHash } from 'node:crypto';
import { defineSchema, type Schema, string, table, text } from '@statehouse/db';
import type { Operation } from '@statehouse/ot';
import {
  type ClientMessage,
  encodeClientMessage,
  parseServerMessage,
  type ServerMessage,
} from '@statehouse/protocol';
import {
  type AccessRule,
  type Claims,
  type LogEffect,
  type LogEvent,
  type Report,
  ServerCore,
  type ServerEffect,
  type ServerEvent,
  type ServerSettings,
} from '../index.ts';
import { LogInMemory } from './log-in-memory.ts';

/** The schema of the tests. */
export const sampleSchema: Schema = defineSchema({
  version: 1,
  tables: { notes: table({ title: string(), body: text() }) },
});

export const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

export interface DriverOptions {
  readonly log?: LogInMemory;
  readonly schema?: Schema;
  readonly access?: AccessRule;
  readonly settings?: Partial<ServerSettings>;
  readonly nowMs?: number;
  readonly sha256?: (content: string) => string;
}

type Untimed<Event> = Event extends ServerEvent ? Omit<Event, 'nowMs'> : never;

/** Who connects. */
export interface Newcomer {
  readonly client: string;
  readonly user?: string;
  readonly tenant?: string;
  readonly claims?: Partial<Claims>;
}

/**
 * Drives a server core by hand: virtual time, a log that answers when told to, and what every connection received,
 * parsed as a client would.
 */
export class CoreDriver {
  readonly core: ServerCore;
  readonly log: LogInMemory;
  readonly closed = new Map<string, { readonly code: number; readonly reason: string }>();
  readonly reports: Report[] = [];
  /** Calls of the log that are not answered yet. */
  readonly calls: LogEffect[] = [];
  /** Frames as they were sent, with the connections each went to. */
  readonly sends: { readonly connections: readonly string[]; readonly frame: string }[] = [];
  drained = false;
  /** While true, calls of the log wait for `answerCalls`. */
  holdLog = false;
  nowMs: number;
  readonly #received = new Map<string, ServerMessage[]>();
  readonly #owners = new Map<string, string>();
  #wakeAtMs: number | undefined;

  constructor(options: DriverOptions = {}) {
    this.log = options.log ?? new LogInMemory();
    this.nowMs = options.nowMs ?? 1_700_000_000_000;
    this.core = new ServerCore({
      schema: options.schema ?? sampleSchema,
      access: options.access ?? (() => 'writer'),
      sha256: options.sha256 ?? sha256,
      settings: options.settings ?? {},
    });
  }

  step(event: Untimed<ServerEvent>): readonly ServerEffect[] {
    const effects = this.core.step({ ...event, nowMs: this.nowMs });
    for (const effect of effects) this.#take(effect);
    if (!this.holdLog) this.answerCalls();
    return effects;
  }

  /** Answers what was asked of the log until now, and what is asked because of it unless the log is held. */
  answerCalls(answer: (call: LogEffect) => LogEvent = (call) => this.log.answer(call)): void {
    for (const call of this.calls.splice(0)) this.step(answer(call));
  }

  /** Answers the next call of this kind only. */
  answerOne(
    kind: LogEffect['kind'],
    answer: (call: LogEffect) => LogEvent = (call) => this.log.answer(call),
  ): void {
    const index = this.calls.findIndex((call) => call.kind === kind);
    const [call] = this.calls.splice(index, index < 0 ? 0 : 1);
    if (call === undefined) throw new RangeError(`the log was not asked to ${kind}`);
    this.step(answer(call));
  }

  /** Lets time pass, waking the core when it asked for it. */
  advance(byMs: number): void {
    const untilMs = this.nowMs + byMs;
    while (this.#wakeAtMs !== undefined && this.#wakeAtMs <= untilMs) {
      this.nowMs = Math.max(this.nowMs, this.#wakeAtMs);
      this.#wakeAtMs = undefined;
      this.step({ kind: 'woken' });
    }
    this.nowMs = untilMs;
  }

  /** Connects, says hello and is welcomed. The client's name is the connection's unless said otherwise. */
  join({ client, user = client, tenant = 'acme', claims = {} }: Newcomer, connection = client): string {
    this.step({ kind: 'connected', connection });
    this.say(connection, { kind: 'hello', protocol: 2, token: 'token', client });
    this.step({ kind: 'authenticated', connection, claims: { user, tenant, roles: [], ...claims } });
    return connection;
  }

  /** Joins and opens a document. */
  enter(client: string, document = 'd', since = 0, connection = client): string {
    this.join({ client }, connection);
    this.say(connection, { kind: 'open', document, since });
    return connection;
  }

  say(connection: string, message: ClientMessage): void {
    this.step({ kind: 'frame', connection, text: encodeClientMessage(message) });
  }

  submit(
    connection: string,
    first: number,
    base: number,
    operations: readonly Operation[],
    document = 'd',
  ): void {
    this.say(connection, { kind: 'submit', document, base, first, schemaVersion: 1, operations });
  }

  /** Takes what a connection has received since the last call. */
  received(connection: string): readonly ServerMessage[] {
    const messages = this.#received.get(connection) ?? [];
    this.#received.delete(connection);
    return messages;
  }

  /** Takes the last message of a kind, and forgets everything that came before. */
  last<Kind extends ServerMessage['kind']>(connection: string, kind: Kind): ServerMessage & { kind: Kind } {
    const isKind = (message: ServerMessage): message is ServerMessage & { kind: Kind } =>
      message.kind === kind;
    const message = this.received(connection).filter(isKind).at(-1);
    if (message === undefined) throw new RangeError(`${connection} received no ${kind}`);
    return message;
  }

  #take(effect: ServerEffect): void {
    switch (effect.kind) {
      case 'send':
        this.sends.push(effect);
        for (const connection of effect.connections) this.#deliver(connection, effect.frame);
        return;
      case 'close':
        this.closed.set(effect.connection, { code: effect.code, reason: effect.reason });
        return;
      case 'authenticate':
        return;
      case 'claim-client':
        this.#claim(effect);
        return;
      case 'wake':
        this.#wakeAtMs = this.nowMs + effect.delayMs;
        return;
      case 'report':
        this.reports.push(effect);
        return;
      case 'drained':
        this.drained = true;
        return;
      default:
        this.calls.push(effect);
    }
  }

  #deliver(connection: string, frame: string): void {
    if (this.closed.has(connection)) throw new RangeError(`a frame went to ${connection} after its close`);
    const messages = this.#received.get(connection) ?? [];
    messages.push(parseServerMessage(frame));
    this.#received.set(connection, messages);
  }

  #claim({ connection, tenant, client, user }: ServerEffect & { kind: 'claim-client' }): void {
    const key = JSON.stringify([tenant, client]);
    const owner = this.#owners.get(key) ?? user;
    this.#owners.set(key, owner);
    this.step({ kind: 'client-claimed', connection, owner });
  }
}

/** An operation that adds a note. */
export function addNote(id: string, title = 'T', body = ''): Operation {
  return { edits: [{ kind: 'insert', table: 'notes', id, fields: { title, body } }] };
}

export function setTitle(id: string, value: string): Operation {
  return { edits: [{ kind: 'modify', table: 'notes', id, changes: { title: { kind: 'set', value } } }] };
}

/** An operation that types into a note made by `incarnation`. */
export function type(id: string, incarnation: string, delta: readonly (number | string)[]): Operation {
  return {
    edits: [{ kind: 'modify', table: 'notes', id, changes: { body: { kind: 'text', incarnation, delta } } }],
  };
}

/** An operation that is well-formed but that no schema of the tests allows. */
export const unwelcome: Operation = { edits: [{ kind: 'delete', table: 'ghosts', id: 'x' }] };

/** A document with note `n` (made by anna, incarnation `anna:1`) at version 2, open by anna and ben. */
export function twoAtANote(options: DriverOptions = {}): CoreDriver {
  const driver = new CoreDriver(options);
  driver.enter('anna');
  driver.submit('anna', 1, 0, [addNote('n', 'T', 'hello')]);
  driver.enter('ben');
  driver.advance(20);
  driver.received('anna');
  driver.received('ben');
  return driver;
}
