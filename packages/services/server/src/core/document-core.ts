import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import { CloseCode, type PresenceMessage, type SubmitMessage } from '@statehouse/protocol';
import type { AppendResult, LoadedLog, LogRecord } from '@statehouse/storage';
import { serverError } from '../errors.ts';
import type { Environment } from './environment.ts';
import { LiveDocument } from './live-document.ts';
import { type LogFault, Restoration } from './restoration.ts';
import type { DocumentRef, LogEvent } from './server-event.ts';
import { decodeSnapshotBody } from './snapshot-body.ts';
import { sendError, type Visitor } from './visitor.ts';

/** Somebody who waits for the document to be loaded. */
interface Guest {
  readonly visitor: Visitor;
  readonly since: number;
}

type State =
  | { readonly kind: 'loading'; restoration: Restoration; readonly guests: Map<string, Guest> }
  | { readonly kind: 'live'; readonly live: LiveDocument }
  | { readonly kind: 'gone' };

/** With fewer entries behind the last snapshot, unloading does not save another. */
const WORTH_SAVING = 100;

/**
 * One document from its loading to its end. A fault ends it: what is not durable is dropped, its visitors are told to
 * come again, and whoever opens it next loads it anew. Nothing that happens to one document touches another.
 */
export class DocumentCore {
  readonly ref: DocumentRef;
  readonly #environment: Environment;
  readonly #touched: (document: DocumentCore) => void;
  #state: State;
  /** When somebody last had it open. */
  #usedAtMs: number;

  /** @param touched told after every call that may have changed something, so that `settle` is called after the step */
  constructor(environment: Environment, ref: DocumentRef, touched: (document: DocumentCore) => void) {
    this.#environment = environment;
    this.ref = ref;
    this.#touched = touched;
    this.#state = { kind: 'loading', restoration: Restoration.fromNothing(environment), guests: new Map() };
    this.#usedAtMs = environment.time.elapsedMs;
    environment.emit({ ...ref, kind: 'load' });
  }

  get gone(): boolean {
    return this.#state.kind === 'gone';
  }

  /** True while something is not durable, not delivered or not answered. */
  get busy(): boolean {
    return this.#state.kind === 'live' && this.#state.live.busy;
  }

  /** True while a snapshot is being saved. */
  get saving(): boolean {
    return this.#state.kind === 'live' && this.#state.live.checkpoints.saving;
  }

  open(visitor: Visitor, since: number): void {
    this.#guard((state) => {
      if (state.kind === 'live') state.live.open(visitor, since);
      else state.guests.set(visitor.connection, { visitor, since });
    });
  }

  leave(connection: string): void {
    this.#guard((state) => {
      this.#usedAtMs = this.#environment.time.elapsedMs;
      if (state.kind === 'live') state.live.leave(connection);
      else state.guests.delete(connection);
    });
  }

  submit(connection: string, message: SubmitMessage): void {
    this.#whenLive(connection, (live) => live.submit(connection, message));
  }

  show(connection: string, message: PresenceMessage): void {
    this.#whenLive(connection, (live) => live.show(connection, message));
  }

  /** An answer of the log. */
  answer(event: LogEvent): void {
    this.#guard((state) => {
      if (state.kind === 'live') this.#answerLive(state.live, event);
      else this.#answerLoading(state, event);
    });
  }

  /** Does what is due; see {@link LiveDocument.settle}. */
  settle(): number | undefined {
    let delayMs: number | undefined;
    this.#guard((state) => {
      if (state.kind === 'live') delayMs = state.live.settle();
    }, false);
    return delayMs;
  }

  /** Called when the time that `settle` named is over. */
  wake(): void {
    this.#guard((state) => {
      if (state.kind === 'live') state.live.continue();
    });
  }

  /** Looks at roles, and drops a document that nobody has used for long. */
  sweep(): void {
    this.#guard((state) => {
      if (state.kind !== 'live') return;
      const { live } = state;
      live.sweep();
      const { elapsedMs } = this.#environment.time;
      if (live.visitors.length > 0) this.#usedAtMs = elapsedMs;
      if (live.busy || live.checkpoints.saving) return;
      if (elapsedMs - this.#usedAtMs < this.#environment.settings.idleUnloadMs) return;
      if (live.checkpoints.entries >= WORTH_SAVING) live.checkpoints.save();
      else this.#state = { kind: 'gone' };
    });
  }

  /** Delivers at once what is durable. */
  flush(): void {
    this.#guard((state) => {
      if (state.kind === 'live') state.live.flush();
    }, false);
  }

  /** Saves a snapshot of what is new; a document that is still loading is given up. */
  close(): void {
    this.#guard((state) => {
      if (state.kind === 'live') state.live.checkpoints.save();
      else this.#state = { kind: 'gone' };
    });
  }

  #answerLive(live: LiveDocument, event: LogEvent): void {
    switch (event.kind) {
      case 'appended':
        this.#appended(live, event.result);
        return;
      case 'append-failed':
        this.#stop(serverError('storage-failed'), event.reason);
        return;
      case 'records-read':
        live.requests.answerRead(event.request, event.records);
        return;
      case 'record-found':
        live.requests.answerFind(event.request, event.record);
        return;
      case 'read-failed':
        this.#stop(serverError('storage-failed'), event.reason);
        return;
      case 'snapshot-failed':
        this.#report('warn', 'server/snapshot-failed', event.reason);
        live.checkpoints.finished();
        return;
      case 'snapshot-saved':
        live.checkpoints.finished();
        return;
    }
  }

  #appended(live: LiveDocument, result: AppendResult): void {
    if (result.kind === 'appended') live.appended();
    else if (result.kind === 'conflict') this.#stop(serverError('reload'), 'another server has written');
    // It may be stored or not: whoever opens the document next reads what is.
    else this.#stop(serverError('reload'), result.reason);
  }

  #answerLoading(state: State & { kind: 'loading' }, event: LogEvent): void {
    if (event.kind === 'loaded') this.#loaded(state, event.log);
    else if (event.kind === 'records-read') this.#replayed(state, event.records);
    else if (event.kind === 'load-failed' || event.kind === 'read-failed') {
      this.#turnAway(state, serverError('storage-failed'), event.reason);
    }
  }

  #loaded(state: State & { kind: 'loading' }, { snapshot, tail }: LoadedLog): void {
    if (snapshot !== undefined) {
      const body = decodeSnapshotBody(snapshot.body, this.#environment.sha256);
      if (body === undefined) {
        this.#report('error', 'server/snapshot-damaged', 'the log is read from its beginning');
        this.#readOn(state);
        return;
      }
      state.restoration = Restoration.fromSnapshot(this.#environment, body);
    }
    this.#take(state, tail, true);
  }

  #readOn({ restoration }: State & { kind: 'loading' }): void {
    const from = restoration.version + 1;
    const to = from + this.#environment.settings.readPageEntries - 1;
    this.#environment.emit({ ...this.ref, kind: 'read', request: from, from, to });
  }

  /** A page of a log that is read from its beginning; the first one that is not full is the last. */
  #replayed(state: State & { kind: 'loading' }, records: readonly LogRecord[]): void {
    const complete = records.length < this.#environment.settings.readPageEntries;
    this.#take(state, records, complete);
    if (!complete && this.#state === state) this.#readOn(state);
  }

  #take(state: State & { kind: 'loading' }, records: readonly LogRecord[], complete: boolean): void {
    const fault = state.restoration.take(records);
    if (fault !== undefined) {
      this.#faulty(state, fault);
      return;
    }
    if (!complete) return;
    const start = state.restoration.finish();
    if ('code' in start) {
      this.#faulty(state, start);
      return;
    }
    const live = new LiveDocument(this.#environment, this.ref, start);
    this.#state = { kind: 'live', live };
    this.#environment.metrics.count('server_documents_loaded');
    for (const { visitor, since } of state.guests.values()) live.open(visitor, since);
  }

  #faulty(state: State & { kind: 'loading' }, { code, version, reason }: LogFault): void {
    const details = { version, written: version, own: this.#environment.schema.version };
    this.#turnAway(state, serverError(code, details), reason);
  }

  /**
   * The document cannot be loaded, and those who wait are told. Where trying again may help they have to connect again;
   * where it will not, their other documents go on.
   */
  #turnAway({ guests }: State & { kind: 'loading' }, error: StatehouseError, reason: string): void {
    this.#state = { kind: 'gone' };
    this.#report('error', error.code, reason);
    const mayPass = isStatehouseError(error, 'server/storage-failed');
    for (const connection of [...guests.keys()]) {
      sendError(this.#environment, connection, error, this.ref.address.document);
      if (mayPass) this.#environment.close(connection, CloseCode.Unavailable, error.code);
    }
  }

  /** The document cannot go on: visitors connect again, open what the log holds, and send what it does not. */
  #stop(error: StatehouseError, reason: string): void {
    const state = this.#state;
    this.#state = { kind: 'gone' };
    this.#report('error', error.code, reason);
    if (state.kind !== 'live') return;
    for (const connection of state.live.visitors) {
      sendError(this.#environment, connection, error, this.ref.address.document);
      this.#environment.close(connection, CloseCode.Unavailable, error.code);
    }
  }

  #whenLive(connection: string, run: (live: LiveDocument) => void): void {
    this.#guard((state) => {
      if (state.kind === 'live') run(state.live);
      else sendError(this.#environment, connection, serverError('not-open'), this.ref.address.document);
    });
  }

  /** A fault in one document, ours or the log's, ends that document and nothing else. */
  #guard(run: (state: Exclude<State, { kind: 'gone' }>) => void, touches = true): void {
    const state = this.#state;
    if (state.kind === 'gone') return;
    try {
      run(state);
    } catch (error) {
      const coded = isStatehouseError(error, 'protocol/damaged-record');
      const answer = coded ? serverError('log-damaged', error.details) : serverError('internal');
      const reason = error instanceof Error ? (error.stack ?? error.message) : 'unknown';
      if (state.kind === 'live') this.#stop(answer, reason);
      else this.#turnAway(state, answer, reason);
    }
    if (touches) this.#touched(this);
  }

  #report(level: 'warn' | 'error', code: string, reason: string): void {
    const { tenant, document } = this.ref.address;
    this.#environment.emit({ kind: 'report', level, code, fields: { tenant, document, reason } });
    this.#environment.metrics.count('server_faults', 1, { code });
  }
}
