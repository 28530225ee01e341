import type { DocumentStatus } from './document-status.ts';

type Problem = NonNullable<DocumentStatus['error']>;

/** Errors that say nothing about the document, only about this moment. */
const PASSING: ReadonlySet<string> = new Set([
  'server/slow-down',
  'server/not-open',
  'server/storage-failed',
]);

/**
 * How far a document has come with its device and its server, and what went wrong last.
 *
 *     loading ──▶ offline ──▶ opening ──▶ live        (failed: the server said no, or the device cannot be read)
 *                    ▲──────────┴──────────┘ disconnected
 *
 * Invariant: what cannot be read stays failed, whatever the connection does and the server says.
 */
export class DocumentPhase {
  #name: DocumentStatus['phase'] = 'loading';
  #error: Problem | undefined;
  #isConnected = false;
  #isUnreadable = false;

  get name(): DocumentStatus['phase'] {
    return this.#name;
  }

  get error(): Problem | undefined {
    return this.#error;
  }

  /** Whether the device may be written: it has been read, and nothing there or from the server was unreadable. */
  get mayWrite(): boolean {
    return this.#name !== 'loading' && !this.#isUnreadable;
  }

  /** Whether the server, once asked, owes an answer. */
  get isServed(): boolean {
    return this.#isConnected && (this.#name === 'live' || this.#name === 'opening');
  }

  /** The device has been read. @returns whether the document can be opened at the server. */
  loaded(): boolean {
    this.#name = 'offline';
    return this.#isConnected;
  }

  /** The connection is there. @returns whether the document can be opened at the server. */
  connected(): boolean {
    this.#isConnected = true;
    return this.#name === 'offline';
  }

  disconnected(): void {
    this.#isConnected = false;
    if (this.mayWrite) this.#name = 'offline';
  }

  opening(): void {
    this.#name = 'opening';
  }

  live(): void {
    this.#name = 'live';
    this.#error = undefined;
  }

  /** The server said no. @returns whether that passes by itself, so that the document is to be asked for again. */
  refused({ code, message }: Problem): boolean {
    if (this.#isUnreadable) return false;
    this.#error = { code, message };
    this.#name = PASSING.has(code) ? 'opening' : 'failed';
    return this.#name === 'opening';
  }

  /** What the device or the server says cannot be read: from now on nothing is written over it. */
  unreadable({ code, message }: Problem): void {
    this.#isUnreadable = true;
    this.#name = 'failed';
    this.#error = { code, message };
  }
}
