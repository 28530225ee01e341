import type { Schema } from '@statehouse/db';
import type { PresenceState, ServerMessage } from '@statehouse/protocol';
import type { Pending } from '../overlay/pending.ts';
import { PeersBook, type PeerView } from '../presence/peers-book.ts';
import { PresenceSender } from '../presence/presence-sender.ts';
import type { DocumentEffect } from './document-effect.ts';

/** Presence goes out at most this often. */
const PRESENCE_MS = 50;

/** Where own presence is measured. */
interface Measure {
  readonly version: number;
  /** The last own operation. */
  readonly sequence: number;
}

/**
 * Who is in a document, and what one shows of oneself there. It lasts as long as a connection: who comes back is told
 * anew who is here, and shows again what was shown before.
 */
export class DocumentPresence {
  readonly book: PeersBook;
  readonly #document: string;
  readonly #sender = new PresenceSender();

  constructor(document: string, client: string) {
    this.#document = document;
    this.book = new PeersBook(client);
  }

  /** Everybody else, with selections in the coordinates of what is visible under these operations. */
  views(pending: readonly Pending[]): readonly PeerView[] {
    return this.book.views(pending);
  }

  /** Shows something of oneself from the next `send` on; null hides it. */
  show(state: PresenceState | null): void {
    this.#sender.set(state);
  }

  /** The server has told who is here. */
  opened({ peers }: ServerMessage & { readonly kind: 'opened' }): void {
    this.book.replace(peers);
    this.#sender.reconnected();
  }

  paused(): void {
    this.#sender.paused();
  }

  /** What is to be sent now, with the pause behind it. */
  send<S extends Schema>({ version, sequence }: Measure): readonly DocumentEffect<S>[] {
    const due = this.#sender.take();
    if (due === undefined) return [];
    const { state } = due;
    return [
      { kind: 'send', message: { kind: 'presence', document: this.#document, version, sequence, state } },
      { kind: 'timer', name: 'presence', delayMs: PRESENCE_MS },
    ];
  }
}
