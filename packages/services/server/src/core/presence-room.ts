import type { Peer } from '@statehouse/protocol';

/**
 * Who shows themselves in a document, by connection. Changes are gathered and sent now and then; of several changes of
 * one connection only the newest is sent.
 */
export class PresenceRoom {
  readonly #peers = new Map<string, Peer>();
  readonly #changed = new Set<string>();
  readonly #gone = new Set<string>();

  /** Everybody, as somebody who comes in sees them. */
  get peers(): readonly Peer[] {
    return [...this.#peers.values()];
  }

  get dirty(): boolean {
    return this.#changed.size > 0 || this.#gone.size > 0;
  }

  show(peer: Peer): void {
    this.#peers.set(peer.connection, peer);
    this.#changed.add(peer.connection);
    this.#gone.delete(peer.connection);
  }

  hide(connection: string): void {
    if (!this.#peers.delete(connection)) return;
    this.#changed.delete(connection);
    this.#gone.add(connection);
  }

  /** What changed since the last call. */
  takeChanges(): { readonly changed: readonly Peer[]; readonly gone: readonly string[] } {
    const changed: Peer[] = [];
    for (const connection of this.#changed) {
      const peer = this.#peers.get(connection);
      if (peer !== undefined) changed.push(peer);
    }
    const gone = [...this.#gone];
    this.#changed.clear();
    this.#gone.clear();
    return { changed, gone };
  }
}
