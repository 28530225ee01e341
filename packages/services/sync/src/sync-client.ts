import { EventQueue, type Schema } from '@statehouse/db';
import { randomId, silentMetrics, systemClock, systemRandom, systemTimers } from '@statehouse/kernel';
import { createMemoryIdentityLocks, type IdentityLocks, type KeyValueStore } from '@statehouse/storage';
import type { ClientEffect } from './client-core.ts';
import { type ClientEnvironment, ClientShell, type ClientShellOptions } from './client-shell.ts';
import {
  type ConnectionStatus,
  type ConnectionTimes,
  DEFAULT_CONNECTION_TIMES,
} from './connection/connection-core.ts';
import { webSocketConnect } from './connection/web-socket-transport.ts';
import { documentPrefix } from './device/device-format.ts';
import { setbackWrites } from './device/device-setbacks.ts';
import type { SubmissionLimits } from './document/submission.ts';
import { SyncedDocument } from './document/synced-document.ts';
import { serverError, syncError } from './errors.ts';
import {
  acquireIdentity,
  adoptOrphans,
  documentsWithPending,
  forgetClient,
  type SessionMemory,
} from './identity/client-identity.ts';
import { movedSetbacks } from './setbacks/moved-setbacks.ts';

export interface SyncClientOptions<S extends Schema> {
  /** `ws://…/sync` or `wss://…/sync`; a function is asked at each attempt. */
  readonly url: string | (() => string);
  /** The token for the first frame; a function is asked at each attempt and may be asynchronous. */
  readonly token: string | (() => string | Promise<string>);
  readonly schema: S;
  /** What keeps documents and unsent work on this device; absent: memory only. One store belongs to one user. */
  readonly storage?: KeyValueStore;
  /** Keeps two tabs from going by one id; needed with `storage` wherever several tabs share it. */
  readonly locks?: IdentityLocks;
  /** Lets a reloaded tab find its own id again. */
  readonly session?: SessionMemory;
  /** A fixed id instead of one that is found or made. The caller sees to it that nobody else goes by it. */
  readonly clientId?: string;
  /** Joins neighbouring unsent keystrokes into one operation. True unless said otherwise. */
  readonly composeUnsent?: boolean;
  readonly times?: Partial<ConnectionTimes>;
  readonly limits?: Partial<SubmissionLimits>;
  /** The outside world; the system's unless given. */
  readonly environment?: Partial<ClientEnvironment>;
}

/** Characters of JSON in one submission; well below the frame limit, since a character can take three bytes. */
const DEFAULT_LIMITS: SubmissionLimits = { maxOperations: 1_000, maxCharacters: 250_000 };
/** How often to look for queues of tabs that have closed. */
const ORPHANS_MS = 30_000;

/** Connects to a server, and stays connected. */
export function createSyncClient<S extends Schema>(options: SyncClientOptions<S>): SyncClient<S> {
  return new SyncClient(options);
}

/**
 * One user's connection to one server, and the documents opened over it. It dials at once, and again whenever the
 * line is lost; documents go on working meanwhile.
 */
export class SyncClient<S extends Schema> {
  readonly #options: SyncClientOptions<S>;
  readonly #environment: ClientEnvironment;
  readonly #documents = new Map<string, SyncedDocument<S>>();
  /** Openings under way or done: who asks twice gets the same document at the same time. */
  readonly #opened = new Map<string, Promise<SyncedDocument<S>>>();
  readonly #statusEvents = new EventQueue<void>();
  readonly #drains = new Set<ClientShell<S>>();
  /** What closed tabs left behind, on its way to this one. */
  readonly #bequests = new Set<Promise<void>>();
  readonly #ready: Promise<ClientShell<S>>;
  #shell: ClientShell<S> | undefined;
  #releases: (() => void)[] = [];
  #closed = false;

  constructor(options: SyncClientOptions<S>) {
    this.#options = options;
    this.#environment = {
      clock: systemClock,
      timers: systemTimers,
      random: systemRandom,
      metrics: silentMetrics,
      connect: webSocketConnect,
      ...options.environment,
    };
    this.#ready = this.#start();
    this.#ready.catch(() => {});
  }

  get status(): ConnectionStatus {
    return this.#shell?.core.connection ?? { kind: 'connecting', lastError: undefined };
  }

  /** Hears when `status` may have changed. */
  subscribeStatus(listener: () => void): () => void {
    return this.#statusEvents.subscribe(listener);
  }

  /** The id that this client goes by, once it has one. */
  get id(): string | undefined {
    return this.#shell?.client;
  }

  /**
   * Opens a document. Fulfilled as soon as there is a state to show: the device's copy, or the server's.
   * @throws StatehouseError the server's code if it refuses, `sync/closed`, `sync/not-open` if it was left meanwhile,
   * `sync/device-damaged`, `sync/device-newer`
   */
  async open(name: string): Promise<SyncedDocument<S>> {
    const shell = await this.#ready;
    if (this.#closed) throw syncError('closed');
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const opened = this.#open(shell, name);
    this.#opened.set(name, opened);
    return opened;
  }

  async #open(shell: ClientShell<S>, name: string): Promise<SyncedDocument<S>> {
    const opening = shell.core.open(name);
    const document = new SyncedDocument<S>(shell, name, this.#options.schema);
    this.#documents.set(name, document);
    shell.run(opening);
    try {
      await this.#untilShowable(shell, document);
    } catch (error) {
      if (this.#documents.get(name) === document) this.leave(name);
      throw error;
    }
    return document;
  }

  /** Lets a document go: no more deliveries. What is not saved on the server stays on the device. */
  leave(name: string): void {
    const document = this.#documents.get(name);
    if (document === undefined || this.#shell === undefined) return;
    this.#dispose(document);
    this.#documents.delete(name);
    this.#opened.delete(name);
    this.#shell.run(this.#shell.core.leave(name));
  }

  /** Dials now instead of at the end of the backoff. */
  reconnect(): void {
    if (!this.#closed) this.#shell?.run(this.#shell.core.start());
  }

  /** Hangs up, waits for the device, and gives the id back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const document of this.#documents.values()) this.#dispose(document);
    await this.#ready.catch(() => {});
    await Promise.all([this.#shell?.close(), ...[...this.#drains].map((drain) => drain.close())]);
    await Promise.all(this.#bequests);
    for (const release of this.#releases) release();
  }

  async #start(): Promise<ClientShell<S>> {
    const { storage, clientId, session } = this.#options;
    const { random } = this.#environment;
    let client = clientId ?? randomId(random);
    if (storage !== undefined && clientId === undefined) {
      const locks = this.#options.locks ?? createMemoryIdentityLocks();
      const held = await acquireIdentity(storage, locks, session, random);
      client = held.client;
      this.#releases.push(held.release);
      this.#scheduleOrphans(storage, locks, client);
    }
    const shell = this.#newShell(client, (effect) => this.#take(effect));
    this.#shell = shell;
    if (this.#closed) return shell;
    shell.run(shell.core.start());
    if (storage !== undefined) {
      for (const document of await documentsWithPending(storage, client))
        shell.run(shell.core.open(document));
    }
    return shell;
  }

  #newShell(client: string, onEffect: ClientShellOptions<S>['onEffect']): ClientShell<S> {
    const { url, token, schema, storage, composeUnsent = true, limits, times } = this.#options;
    return new ClientShell<S>({
      client,
      schema,
      url: typeof url === 'string' ? () => url : url,
      token: typeof token === 'string' ? () => token : token,
      store: storage,
      composeUnsent,
      limits: { ...DEFAULT_LIMITS, ...limits },
      times: { ...DEFAULT_CONNECTION_TIMES, ...times },
      environment: this.#environment,
      onEffect,
    });
  }

  #take(effect: ClientEffect<S>): void {
    try {
      if (effect.kind === 'connection-status') this.#statusEvents.tell();
      else if ('document' in effect) this.#documents.get(effect.document)?.take(effect);
    } catch (error) {
      // A listener's fault is the listener's: it surfaces as an unhandled error, and the client goes on.
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  /** Whoever waits for it is told. */
  #dispose(document: SyncedDocument<S>): void {
    document.dispose();
    this.#take({ kind: 'document-status', document: document.name });
  }

  #untilShowable(shell: ClientShell<S>, document: SyncedDocument<S>): Promise<void> {
    return new Promise((resolve, reject) => {
      const core = shell.core.documents.get(document.name);
      const look = (): boolean => {
        const { phase, error } = document.status;
        if (document.disposed)
          reject(this.#closed ? syncError('closed') : syncError('not-open', { document: document.name }));
        else if (core?.hasState === true) resolve();
        else if (phase === 'failed') reject(failure(error));
        else return false;
        return true;
      };
      if (look()) return;
      const stop = document.subscribeStatus(() => {
        if (look()) stop();
      });
    });
  }

  #scheduleOrphans(storage: KeyValueStore, locks: IdentityLocks, own: string): void {
    const { timers } = this.#environment;
    const look = (): void => {
      if (this.#closed) return;
      // A device that fails now is asked again at the next look.
      void this.#drainOrphans(storage, locks, own)
        .catch(() => {})
        .then(() => {
          if (!this.#closed) cancel = timers.after(ORPHANS_MS, look);
        });
    };
    let cancel = timers.after(0, look);
    this.#releases.push(() => cancel());
  }

  /** Sends the work of closed tabs under their own ids, one headless client each. */
  async #drainOrphans(storage: KeyValueStore, locks: IdentityLocks, own: string): Promise<void> {
    for (const { client, release, documents, sends } of await adoptOrphans(storage, locks, own)) {
      if (this.#closed) {
        release();
        continue;
      }
      const shell = this.#newShell(client, () => {
        const waiting = [...shell.core.documents.values()].some(
          ({ status }) => status.pending > 0 || status.phase === 'loading',
        );
        if (waiting || !this.#drains.delete(shell)) return;
        const bequest = this.#inherit(storage, shell)
          // What could not be taken over is still there, and is looked at again.
          .catch(() => {})
          .then(() => {
            release();
            this.#bequests.delete(bequest);
          });
        this.#bequests.add(bequest);
      });
      this.#drains.add(shell);
      this.#releases.push(release);
      for (const document of documents) shell.run(shell.core.open(document));
      if (sends) shell.run(shell.core.start());
    }
  }

  /** Everything of a closed tab is sent: its setbacks become this tab's, and it is forgotten. */
  async #inherit(storage: KeyValueStore, drained: ClientShell<S>): Promise<void> {
    await drained.close();
    const heir = await this.#ready;
    const left = [...drained.core.documents].map(([document, core]) => {
      return { document, setbacks: movedSetbacks(drained.client, core) };
    });
    const writes = left.flatMap(({ document, setbacks }) =>
      setbackWrites(documentPrefix(heir.client, document), setbacks),
    );
    await forgetClient(storage, drained.client, writes);
    if (this.#closed) return;
    for (const { document, setbacks } of left) heir.run(heir.core.addSetbacks(document, setbacks));
  }
}

function failure(error: { readonly code: string; readonly message: string } | undefined): Error {
  return error === undefined
    ? syncError('failed', { reason: 'the document could not be opened' })
    : serverError(error.code, error.message);
}
