import { type Effect, transformPosition } from '@statehouse/ot';
import type { Peer, TextSelection } from '@statehouse/protocol';
import type { Pending } from '../overlay/pending.ts';

/** Someone in the document, as views show them. */
export interface PeerView {
  readonly connection: string;
  readonly client: string;
  readonly user: string;
  readonly name: string;
  /** 0 to 11. */
  readonly color: number;
  /** In the coordinates of the visible snapshot. */
  readonly selection: TextSelection | undefined;
  readonly data: Peer['state']['data'];
}

interface Passed {
  readonly version: number;
  readonly client: string;
  readonly sequence: number;
  readonly effect: Effect;
}

const MAX_ENTRIES = 2_000;

/**
 * Who is in a document. Positions are kept as they were measured and carried to the present when they are read: over
 * the entries that came after, and over this replica's own pending operations.
 */
export class PeersBook {
  readonly #own: string;
  readonly #peers = new Map<string, Peer>();
  #passed: Passed[] = [];

  /** `own` is this replica's client id: what it shows itself is nobody else. */
  constructor(own: string) {
    this.#own = own;
  }

  get any(): boolean {
    return this.#peers.size > 0;
  }

  replace(peers: readonly Peer[]): void {
    this.#peers.clear();
    this.update(peers, []);
  }

  update(changed: readonly Peer[], gone: readonly string[]): void {
    for (const connection of gone) this.#peers.delete(connection);
    for (const peer of changed) if (peer.client !== this.#own) this.#peers.set(peer.connection, peer);
  }

  /** True if there was anybody. */
  clear(): boolean {
    const any = this.any;
    this.#peers.clear();
    return any;
  }

  /** An entry that confirmed has taken. */
  entry(version: number, client: string, sequence: number, effect: Effect): void {
    if (this.#peers.size === 0) {
      if (this.#passed.length > 0) this.#passed = [];
      return;
    }
    this.#passed.push({ version, client, sequence, effect });
    if (this.#passed.length > 2 * MAX_ENTRIES) this.#passed = this.#passed.slice(-MAX_ENTRIES);
  }

  forgetEntries(): void {
    this.#passed = [];
  }

  views(pending: readonly Pending[]): readonly PeerView[] {
    return [...this.#peers.values()].map((peer) => this.#view(peer, pending));
  }

  #view(peer: Peer, pending: readonly Pending[]): PeerView {
    const { connection, client, user, state } = peer;
    const selection =
      state.selection === undefined ? undefined : this.#carried(state.selection, peer, pending);
    return { connection, client, user, name: state.name, color: state.color, selection, data: state.data };
  }

  #carried(selection: TextSelection, peer: Peer, pending: readonly Pending[]): TextSelection {
    let carried = selection;
    for (const { version, client, sequence, effect } of this.#passed) {
      const known = version <= peer.version || (client === peer.client && sequence <= peer.sequence);
      if (!known) carried = overEffect(carried, effect);
    }
    for (const { operation } of pending) carried = overOperation(carried, operation);
    return carried;
  }
}

function overEffect(selection: TextSelection, effect: Effect): TextSelection {
  for (const item of effect) {
    if (item.kind !== 'modify' || item.id !== selection.id || item.table !== selection.table) continue;
    const text = item.fields[selection.field];
    if (text?.kind === 'text' && text.incarnation === selection.incarnation)
      return moved(selection, text.delta);
  }
  return selection;
}

function overOperation(selection: TextSelection, operation: Pending['operation']): TextSelection {
  for (const edit of operation.edits) {
    if (edit.kind !== 'modify' || edit.id !== selection.id || edit.table !== selection.table) continue;
    const change = edit.changes[selection.field];
    if (change?.kind === 'text' && change.incarnation === selection.incarnation)
      return moved(selection, change.delta);
  }
  return selection;
}

function moved(selection: TextSelection, delta: Parameters<typeof transformPosition>[1]): TextSelection {
  return {
    ...selection,
    anchor: transformPosition(selection.anchor, delta, 'before'),
    head: transformPosition(selection.head, delta, 'before'),
  };
}
