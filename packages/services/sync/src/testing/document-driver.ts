import type { DocumentEvent } from '@statehouse/db';
import type { Operation } from '@statehouse/ot';
import type { ClientMessage, ServerMessage, SubmitMessage } from '@statehouse/protocol';
import { createMemoryKeyValueStore, type KeyValueWrite } from '@statehouse/storage';
import { documentPrefix, loadStored } from '../device/device-format.ts';
import { DocumentCore } from '../document/document-core.ts';
import type { DocumentEffect } from '../document/document-effect.ts';
import type { SubmissionLimits } from '../document/submission.ts';
import { type NotesSchema, notesSchema } from './notes.ts';
import type { TinyLog } from './tiny-log.ts';

export interface DriverOptions {
  readonly client?: string;
  readonly device?: boolean;
  readonly composeUnsent?: boolean;
  readonly limits?: SubmissionLimits;
  /** The device's contents, which outlive the driver. */
  readonly contents?: Map<string, string>;
}

/** Carries out what a document's core asks for, one call at a time, and notes what it asked. */
export class DocumentDriver {
  readonly core: DocumentCore<NotesSchema>;
  readonly client: string;
  readonly contents: Map<string, string>;
  readonly events: DocumentEvent<NotesSchema>[] = [];
  readonly divergences: boolean[] = [];
  readonly timers: (DocumentEffect<NotesSchema> & { kind: 'timer' })[] = [];
  /** Every message, in order. */
  readonly sent: ClientMessage[] = [];
  /** The write that the device has not answered yet. */
  writing: readonly KeyValueWrite[] | undefined;
  #flushDue = false;

  constructor(options: DriverOptions = {}) {
    const { client = 'm', device = true, composeUnsent = false } = options;
    const { limits = { maxOperations: 1_000, maxCharacters: 250_000 } } = options;
    this.client = client;
    this.contents = options.contents ?? new Map<string, string>();
    this.core = new DocumentCore({
      document: 'd',
      client,
      schema: notesSchema,
      device,
      composeUnsent,
      limits,
    });
  }

  /** Reads the device. */
  async load(): Promise<void> {
    const store = createMemoryKeyValueStore(this.contents);
    this.run(this.core.restored(await loadStored(store, documentPrefix(this.client, 'd'))));
  }

  /** A new document, opened over `log`. */
  open(log: TinyLog): this {
    this.run(this.core.restored(undefined));
    return this.reopen(log);
  }

  /** Connects again, and is answered with the entries since then. */
  reopen(log: TinyLog): this {
    this.run(this.core.connected());
    this.take(log.opened(this.client, this.core.status.version));
    return this;
  }

  commit(operation: Operation): void {
    this.run(this.core.commit(operation).effects);
  }

  /** A message, and the end of the turn. */
  take(...messages: readonly ServerMessage[]): void {
    for (const message of messages) this.run(this.core.message(message));
    this.turn();
  }

  /** Has `log` judge what was sent, and takes what is new there since the confirmed version. */
  answer(log: TinyLog): void {
    for (const message of this.takeSent()) {
      if (message.kind !== 'submit') continue;
      const { held } = log.submit(this.client, message);
      if (held !== undefined) this.take({ kind: 'held', document: 'd', first: held });
    }
    const { version } = this.core.status;
    if (log.head > version) this.take(log.deliver(version));
  }

  /** Ends the turn; the device answers at once. */
  turn(): void {
    while (this.#flushDue || this.writing !== undefined) {
      this.flush();
      this.finishWrite();
    }
  }

  /** Ends the turn; the device does not answer yet. */
  flush(): void {
    if (!this.#flushDue) return;
    this.#flushDue = false;
    this.run(this.core.flush());
  }

  finishWrite(): void {
    for (const { key, value } of this.writing ?? []) {
      if (value === undefined) this.contents.delete(key);
      else this.contents.set(key, value);
    }
    if (this.writing === undefined) return;
    this.writing = undefined;
    this.run(this.core.persisted());
  }

  failWrite(): void {
    this.writing = undefined;
    this.run(this.core.persistFailed('storage/quota', 'The device is full.'));
  }

  /** The submissions that have left, in order. */
  get submissions(): readonly SubmitMessage[] {
    return this.sent.filter((message) => message.kind === 'submit');
  }

  /** What was sent since the last call. */
  takeSent(): readonly ClientMessage[] {
    return this.sent.splice(0);
  }

  run(effects: readonly DocumentEffect<NotesSchema>[]): void {
    for (const effect of effects) {
      if (effect.kind === 'send') this.sent.push(effect.message);
      else if (effect.kind === 'persist') this.writing = effect.writes;
      else if (effect.kind === 'flush-soon') this.#flushDue = true;
      else if (effect.kind === 'changed') this.events.push(effect.event);
      else if (effect.kind === 'diverged') this.divergences.push(effect.expected);
      else if (effect.kind === 'timer') this.timers.push(effect);
    }
  }
}
