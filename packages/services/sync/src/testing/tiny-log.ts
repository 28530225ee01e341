import { emptySnapshot, plainRows, type Snapshot } from '@statehouse/db';
import { apply, type Operation, type Origin, overwrites, rebase } from '@statehouse/ot';
import type { DeliveredEntry, OpenedMessage, Peer, ServerMessage, SubmitMessage } from '@statehouse/protocol';
import { type NotesSchema, notesSchema } from './notes.ts';

/** What a submission came to: new entries, and the first sequence that was not judged. */
export interface Judged {
  readonly entries: readonly DeliveredEntry[];
  readonly held: number | undefined;
}

/** One document's log in memory: it orders, deduplicates, refuses and answers as a server does, in one step. */
export class TinyLog {
  readonly document: string;
  readonly entries: DeliveredEntry[] = [];
  /** A code: the operation is refused with it. */
  refuses: (operation: Operation) => string | undefined = () => undefined;
  #state: Snapshot<NotesSchema> = emptySnapshot(notesSchema);
  readonly #answered = new Map<string, number>();

  constructor(document = 'd') {
    this.document = document;
  }

  get state(): Snapshot<NotesSchema> {
    return this.#state;
  }

  get head(): number {
    return this.entries.length;
  }

  /** Somebody's operation, made at the head; or there only after an offline time, having been made at what it says. */
  write(client: string, operation: Operation): DeliveredEntry {
    return this.#append({ client, sequence: this.lastSequence(client) + 1 }, operation, this.head);
  }

  lastSequence(client: string): number {
    return this.#answered.get(client) ?? 0;
  }

  submit(client: string, { base, first, operations }: SubmitMessage): Judged {
    const before = this.head;
    const tagged = operations.map((operation, index) => ({
      origin: { client, sequence: first + index },
      operation,
    }));
    const since = this.entries.slice(base).flatMap((entry) => {
      if (entry.kind !== 'operation' || entry.client === client) return [];
      return [{ origin: { client: entry.client, sequence: entry.sequence }, effect: entry.effect }];
    });
    let held: number | undefined;
    for (const { origin, operation } of rebase(tagged, since).own) {
      if (origin.sequence <= this.lastSequence(client)) continue;
      const entry = this.#append(origin, operation, base);
      if (entry.kind === 'operation') continue;
      if (origin.sequence < first + operations.length - 1) held = origin.sequence + 1;
      break;
    }
    return { entries: this.entries.slice(before), held };
  }

  deliver(from: number, to = this.head): ServerMessage & { kind: 'deliver' } {
    return { kind: 'deliver', document: this.document, from, to, entries: this.entries.slice(from, to) };
  }

  /** The answer to an opening by the entries since then. */
  opened(client: string, since: number, peers: readonly Peer[] = []): OpenedMessage {
    return {
      kind: 'opened',
      document: this.document,
      role: 'writer',
      schemaVersion: 1,
      from: since,
      to: this.head,
      entries: this.entries.slice(since),
      lastSequence: this.lastSequence(client),
      peers,
    };
  }

  /** The answer to an opening by a snapshot of the head, in parts of one row. */
  openedBySnapshot(client: string): readonly ServerMessage[] {
    const rows = [...plainRows(this.#state)];
    const { document, head: version } = this;
    const parts = rows.map((row, part): ServerMessage => {
      return { kind: 'snapshot-part', document, version, part, parts: rows.length, rows: [row] };
    });
    return [...parts, this.opened(client, version)];
  }

  #append(origin: Origin, operation: Operation, base: number): DeliveredEntry {
    const signed = { version: this.head + 1, ...origin, author: `author of ${origin.client}`, timeMs: 0 };
    const code = this.refuses(operation);
    this.#answered.set(origin.client, origin.sequence);
    if (code !== undefined) {
      const entry: DeliveredEntry = { kind: 'refusal', ...signed, code, message: 'Not allowed.' };
      this.entries.push(entry);
      return entry;
    }
    const { state, effect, conflicts } = apply(this.#state, operation, origin);
    this.#state = state;
    const { seen = base } = operation;
    const unseen = seen < signed.version - 1 && overwrites(effect) ? { seen } : {};
    const entry: DeliveredEntry = { kind: 'operation', ...signed, ...unseen, effect, conflicts };
    this.entries.push(entry);
    return entry;
  }
}
