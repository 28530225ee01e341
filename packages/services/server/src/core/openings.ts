import { decodeEntry, type Role } from '@statehouse/protocol';
import { serverError, syncError } from '../errors.ts';
import { accessOf } from './access.ts';
import type { Environment } from './environment.ts';
import type { Image } from './image.ts';
import type { Images } from './images.ts';
import type { Ledger } from './ledger.ts';
import type { LogRequests } from './log-requests.ts';
import { encodeDelivered } from './restoration.ts';
import { sendError, type Visitor } from './visitor.ts';

/** What an opening is answered with: frames of a snapshot if one is needed, and the entries behind it. */
export interface Answer {
  readonly visitor: Visitor;
  readonly role: Role;
  readonly snapshot: Image | undefined;
  /** The version that the entries follow. */
  readonly from: number;
  /** JSON of the entries up to the durable head. */
  readonly entries: readonly string[];
}

interface Opening {
  readonly visitor: Visitor;
  readonly since: number;
  /** Entries read from the log, from `since + 1` on. */
  readonly read: string[];
}

/** A snapshot so many entries behind the head is good enough for somebody who needs one. */
const MAX_IMAGE_AGE = 500;

/**
 * Answers who opens a document. Close behind the head: the entries since then, from memory or read from the log. Far
 * behind, or with nothing: a snapshot and the entries behind it. A client one of whose operations was refused since
 * gets the entries even from further away, because only there it learns of the refusal.
 */
export class Openings {
  readonly #environment: Environment;
  readonly #document: string;
  readonly #ledger: Ledger;
  readonly #requests: LogRequests;
  readonly #images: Images;
  readonly #answer: (answer: Answer) => void;
  /** By connection; who leaves in the meantime is not answered. */
  readonly #pending = new Map<string, Opening>();

  constructor(
    environment: Environment,
    document: string,
    ledger: Ledger,
    requests: LogRequests,
    images: Images,
    answer: (answer: Answer) => void,
  ) {
    this.#environment = environment;
    this.#document = document;
    this.#ledger = ledger;
    this.#requests = requests;
    this.#images = images;
    this.#answer = answer;
  }

  /** Who waits to be answered. */
  get connections(): readonly string[] {
    return [...this.#pending.keys()];
  }

  open(visitor: Visitor, since: number): void {
    const opening: Opening = { visitor, since, read: [] };
    this.#pending.set(visitor.connection, opening);
    this.#advance(opening);
  }

  leave(connection: string): void {
    this.#pending.delete(connection);
  }

  #advance(opening: Opening): void {
    const { visitor, since, read } = opening;
    if (this.#pending.get(visitor.connection) !== opening) return;
    const { window, durable } = this.#ledger;
    if (since > durable.version) {
      this.#pending.delete(visitor.connection);
      const error = syncError('version-from-future', { version: since, head: durable.version });
      sendError(this.#environment, visitor.connection, error, this.#document);
      return;
    }
    if (!this.#entriesServe(opening)) {
      this.#images.request(MAX_IMAGE_AGE, (image) =>
        this.#finish(opening, image, image.position.version, []),
      );
      return;
    }
    const have = since + read.length;
    if (have + 1 >= window.first || have >= durable.version) {
      this.#finish(opening, undefined, since, read);
      return;
    }
    this.#requests.read(have + 1, window.first - 1, (records) => {
      for (const record of records) read.push(encodeDelivered(decodeEntry(record, this.#environment.sha256)));
      // An answer without records would be asked for again for ever: the snapshot serves as well.
      if (records.length > 0) this.#advance(opening);
      else
        this.#images.request(MAX_IMAGE_AGE, (image) =>
          this.#finish(opening, image, image.position.version, []),
        );
    });
  }

  #entriesServe({ visitor, since, read }: Opening): boolean {
    const { settings } = this.#environment;
    const behind = this.#ledger.durable.version - since;
    const refused = this.#ledger.clients.refused(visitor.client);
    if (refused !== undefined && refused.version > since) return behind <= settings.maxRefusedTailEntries;
    if (behind === 0) return true;
    return since > 0 && behind - read.length <= settings.maxTailEntries;
  }

  #finish(opening: Opening, snapshot: Image | undefined, from: number, read: readonly string[]): void {
    const { visitor } = opening;
    if (this.#pending.get(visitor.connection) !== opening) return;
    this.#pending.delete(visitor.connection);
    const role = accessOf(this.#environment, visitor.claims, this.#document);
    if (role === 'none') {
      sendError(this.#environment, visitor.connection, serverError('forbidden'), this.#document);
      return;
    }
    const { window, durable } = this.#ledger;
    const rest = window.slice(from + read.length + 1, durable.version).map(({ delivered }) => delivered);
    this.#answer({ visitor, role, snapshot, from, entries: [...read, ...rest] });
  }
}
