import { rebase, type TaggedEffect, type TaggedOperation } from '../rebase.ts';
import { applyToString, deletedLength } from '../text-algebra.ts';
import type { TextDelta } from '../text-delta.ts';

/*
 * The smallest protocol that has a log: one text, a server that orders, clients with one submission in flight. The
 * text is a string; everything between is the package's own `rebase`.
 */

const TEXT = { table: 'documents', id: 'one' };
const FIELD = 'body';
const INCARNATION = 'maker:1';

export function editText(client: string, sequence: number, delta: TextDelta): TaggedOperation {
  const changes: Record<string, { kind: 'text'; incarnation: string; delta: TextDelta }> =
    delta.length === 0 ? {} : { [FIELD]: { kind: 'text', incarnation: INCARNATION, delta } };
  return { origin: { client, sequence }, operation: { edits: [{ kind: 'modify', ...TEXT, changes }] } };
}

/** The delta that an operation holds for the text; empty if none. */
export function deltaOf(one: TaggedOperation): TextDelta {
  const [edit] = one.operation.edits;
  const change = edit?.kind === 'modify' ? edit.changes[FIELD] : undefined;
  return change?.kind === 'text' ? change.delta : [];
}

export function deltaOfEffect(one: TaggedEffect): TextDelta {
  const [item] = one.effect;
  const change = item?.kind === 'modify' ? item.fields[FIELD] : undefined;
  return change?.kind === 'text' ? change.delta : [];
}

export function applied(text: string, delta: TextDelta): string {
  const result = applyToString(text, delta);
  if (result === undefined)
    throw new Error(`a delta does not fit: ${JSON.stringify(delta)} on ${JSON.stringify(text)}`);
  return result;
}

/** The effect of an operation on this text. */
export function effectOn(text: string, one: TaggedOperation): TaggedEffect {
  const delta = deltaOf(one);
  if (delta.length === 0) return { origin: one.origin, effect: [] };
  let removed = '';
  let at = 0;
  for (const part of delta) {
    if (typeof part === 'string') continue;
    if (part < 0) removed += text.slice(at, at - part);
    at += Math.abs(part);
  }
  if (removed.length !== deletedLength(delta)) throw new Error('the model lost count');
  const field = { kind: 'text' as const, incarnation: INCARNATION, delta, removed };
  return { origin: one.origin, effect: [{ kind: 'modify', ...TEXT, fields: { [FIELD]: field } }] };
}

/** Orders submissions; carries each over what its author had not seen, all at once. */
export class ModelServer {
  readonly log: TaggedEffect[] = [];
  text: string;

  constructor(text: string) {
    this.text = text;
  }

  submit(own: readonly TaggedOperation[], baseVersion: number): void {
    for (const one of rebase(own, this.log.slice(baseVersion)).own) {
      const entry = effectOn(this.text, one);
      this.text = applied(this.text, deltaOfEffect(entry));
      this.log.push(entry);
    }
  }
}

/** Confirmed + pending; takes the log entry by entry. Its view is checked against both after every step. */
export class ModelClient {
  readonly id: string;
  confirmed: string;
  version = 0;
  view: string;
  pending: readonly TaggedOperation[] = [];
  /** How many of the pending operations are on their way. */
  inFlight = 0;
  #sequence = 0;

  constructor(id: string, text: string) {
    this.id = id;
    this.confirmed = text;
    this.view = text;
  }

  edit(delta: TextDelta): void {
    this.#sequence += 1;
    this.pending = [...this.pending, editText(this.id, this.#sequence, delta)];
    this.view = applied(this.view, delta);
  }

  /** Sends all that is pending, unless something is on its way. */
  submit(server: ModelServer): void {
    if (this.inFlight > 0 || this.pending.length === 0) return;
    this.inFlight = this.pending.length;
    server.submit(this.pending, this.version);
  }

  /** Sends the oldest that is pending alone, unless something is on its way. */
  submitOne(server: ModelServer): void {
    if (this.inFlight > 0 || this.pending.length === 0) return;
    this.inFlight = 1;
    server.submit(this.pending.slice(0, 1), this.version);
  }

  /** Takes the next entry of the log and answers how the view changed; undefined if there is none or it is our own. */
  receive(server: ModelServer): TextDelta | undefined {
    const entry = server.log[this.version];
    if (entry === undefined) return undefined;
    this.version += 1;
    this.confirmed = applied(this.confirmed, deltaOfEffect(entry));
    if (entry.origin.client === this.id) {
      this.#confirm(entry);
      return undefined;
    }
    const { own, remote } = rebase(this.pending, [entry]);
    const change = remote[0] === undefined ? [] : deltaOfEffect(remote[0]);
    this.pending = own;
    this.view = applied(this.view, change);
    this.#check();
    return change;
  }

  #confirm(entry: TaggedEffect): void {
    const [oldest, ...rest] = this.pending;
    if (oldest?.origin.sequence !== entry.origin.sequence) throw new Error('an entry out of turn');
    const predicted = JSON.stringify(deltaOf(oldest));
    if (predicted !== JSON.stringify(deltaOfEffect(entry)))
      throw new Error('client and server disagree on an outcome');
    this.pending = rest;
    this.inFlight -= 1;
    this.#check();
  }

  #check(): void {
    let text = this.confirmed;
    for (const one of this.pending) text = applied(text, deltaOf(one));
    if (text !== this.view)
      throw new Error(`the view ${JSON.stringify(this.view)} is not ${JSON.stringify(text)}`);
  }
}

/** Lets every client send and receive until nothing is left to do. */
export function settle(server: ModelServer, clients: readonly ModelClient[]): void {
  for (let busy = true; busy; ) {
    for (const client of clients) client.submit(server);
    for (const client of clients) while (client.version < server.log.length) client.receive(server);
    busy = clients.some((client) => client.pending.length > 0);
  }
}
