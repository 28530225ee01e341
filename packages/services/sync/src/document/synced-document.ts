import {
  createDocument,
  type Document,
  type DocumentEvent,
  type DocumentLog,
  EventQueue,
  type Schema,
  type Snapshot,
  type TableName,
} from '@statehouse/db';
import { assert } from '@statehouse/kernel';
import type { PresenceState } from '@statehouse/protocol';
import type { ClientEffect } from '../client-core.ts';
import type { ClientShell } from '../client-shell.ts';
import { syncError } from '../errors.ts';
import type { PeerView } from '../presence/peers-book.ts';
import type { DocumentConflict, RefusedOperation } from '../setbacks/setback.ts';
import type { DocumentCore } from './document-core.ts';
import type { DocumentStatus } from './document-status.ts';

/** Who is here, and what one shows of oneself. */
export interface Presence {
  /** Everybody else in the document, selections in the coordinates of the present snapshot. */
  readonly peers: readonly PeerView[];
  /** Shows something of oneself; null hides it. Sent at most 20 times a second, the latest wins. */
  set(state: PresenceState | null): void;
  /** Hears when somebody comes, goes, or moves. */
  subscribe(listener: () => void): () => void;
}

/**
 * A document that is edited here and synced with a server. Its transactions take effect at once; `status` says how
 * far they have come, and never claims more than is true.
 */
export class SyncedDocument<S extends Schema> implements Document<S> {
  readonly name: string;
  readonly schema: S;
  readonly presence: Presence;
  readonly transact: Document<S>['transact'];
  readonly receive: Document<S>['receive'];
  readonly receiveTables: Document<S>['receiveTables'];
  readonly subscribeTo: Document<S>['subscribeTo'];
  readonly intercept: Document<S>['intercept'];
  readonly #local: Document<S>;
  readonly #core: DocumentCore<S>;
  readonly #shell: ClientShell<S>;
  readonly #events = new EventQueue<DocumentEvent<S>>();
  readonly #statusEvents = new EventQueue<void>();
  readonly #peerEvents = new EventQueue<void>();
  #disposed = false;

  /** Binds a document of a client's core; only the client makes one. */
  constructor(shell: ClientShell<S>, name: string, schema: S) {
    const core = shell.core.documents.get(name);
    assert(core !== undefined, () => `document ${name} is not open`);
    this.name = name;
    this.schema = schema;
    this.#shell = shell;
    this.#core = core;
    const { random, clock } = shell.environment;
    this.#local = createDocument({ schema, log: this.#log(), random, clock });
    this.transact = this.#local.transact.bind(this.#local);
    this.receive = this.#local.receive.bind(this.#local);
    this.receiveTables = this.#local.receiveTables.bind(this.#local);
    this.subscribeTo = this.#local.subscribeTo.bind(this.#local);
    this.intercept = this.#local.intercept.bind(this.#local);
    this.presence = this.#presence();
  }

  get snapshot(): Snapshot<S> {
    return this.#core.snapshot;
  }

  get status(): DocumentStatus {
    return this.#core.status;
  }

  /**
   * The ids of a table's entities that own work waits on for the server, after a reload too. O(what waits): for the
   * beginning, and when an answer has come; in between the document's events tell.
   */
  pendingIds(table: TableName<S>): ReadonlySet<string> {
    const own = this.#core.pendingEdits.filter((edit) => edit.table === table);
    return new Set(own.map(({ id }) => id));
  }

  /**
   * Own work that met the work of others and lost something, at once or later, until it is dismissed: over a reload,
   * too, and with what a closed tab of this device had lost.
   */
  get conflicts(): readonly DocumentConflict[] {
    return this.#core.conflicts;
  }

  /** Own operations that the log refused, kept as long. */
  get refused(): readonly RefusedOperation[] {
    return this.#core.refused;
  }

  get canUndo(): boolean {
    return this.#local.canUndo;
  }

  get canRedo(): boolean {
    return this.#local.canRedo;
  }

  undo(): ReturnType<Document<S>['undo']> {
    return this.#local.undo();
  }

  redo(): ReturnType<Document<S>['redo']> {
    return this.#local.redo();
  }

  subscribe(listener: (event: DocumentEvent<S>) => void): () => void {
    return this.#events.subscribe(listener);
  }

  /** Hears when `status`, `conflicts` or `refused` may have changed. */
  subscribeStatus(listener: () => void): () => void {
    return this.#statusEvents.subscribe(listener);
  }

  dismissConflict(key: string): void {
    this.#shell.run(this.#shell.core.dismissConflict(this.name, key));
  }

  /** `client` as the refused operation has it: absent for one of this tab's own. */
  dismissRefused(sequence: number, client?: string): void {
    this.#shell.run(this.#shell.core.dismissRefused(this.name, sequence, client));
  }

  /**
   * Makes a refused operation once more, on what is there now, and takes the refusal off the list. It is judged anew;
   * what no longer fits becomes a conflict. False if there is no such refusal.
   */
  retryRefused(sequence: number, client?: string): boolean {
    const refused = this.refused.find((one) => one.sequence === sequence && one.client === client);
    if (refused === undefined) return false;
    const { edits, name } = refused.operation;
    this.#log().commit(name === undefined ? { edits } : { edits, name });
    this.dismissRefused(sequence, client);
    return true;
  }

  /**
   * Fulfilled when no own work waits for the server.
   * @throws StatehouseError `sync/not-open` if the document is left before that; the work waits on the device
   */
  whenSynced(): Promise<void> {
    return this.#until(({ pending }) => pending === 0);
  }

  /**
   * Fulfilled when own work is at least on this device. Without a device that is when the server has it.
   * @throws StatehouseError `sync/not-open` if the document is left before that; nobody looks after it any more
   */
  whenSaved(): Promise<void> {
    return this.#until(({ saved }) => saved !== 'memory');
  }

  /** It was left, or its client closed: it changes no more. */
  get disposed(): boolean {
    return this.#disposed;
  }

  dispose(): void {
    this.#disposed = true;
    this.#local.dispose();
  }

  /** For the client that made it: tells the document what its core has told the shell. */
  take(effect: ClientEffect<S>): void {
    if (effect.kind === 'changed') this.#events.tell(effect.event);
    else if (effect.kind === 'document-status') this.#statusEvents.tell();
    else if (effect.kind === 'peers') this.#peerEvents.tell();
  }

  #log(): DocumentLog<S> {
    const [core, shell, name, events] = [this.#core, this.#shell, this.name, this.#events];
    const isDisposed = () => this.#disposed;
    return {
      get snapshot() {
        return core.snapshot;
      },
      commit(operation) {
        if (isDisposed()) throw syncError('not-open', { document: name });
        const { committed, effects } = shell.core.commitTo(core, name, operation);
        shell.run(effects);
        return committed;
      },
      subscribe: (listener) => events.subscribe(listener),
    };
  }

  #presence(): Presence {
    const [core, shell, name, events] = [this.#core, this.#shell, this.name, this.#peerEvents];
    return {
      get peers() {
        return core.peers;
      },
      set: (state) => {
        if (!this.#disposed) shell.run(shell.core.showPresence(name, state));
      },
      subscribe: (listener) => events.subscribe(listener),
    };
  }

  #until(reached: (status: DocumentStatus) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): boolean => {
        if (reached(this.status)) resolve();
        else if (this.#disposed) reject(syncError('not-open', { document: this.name }));
        else return false;
        return true;
      };
      if (look()) return;
      const stop = this.#statusEvents.subscribe(() => {
        if (look()) stop();
      });
    });
  }
}
