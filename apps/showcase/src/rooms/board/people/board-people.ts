import type { CancelTimer, Timers } from '@statehouse/kernel';
import type { PeerView, SyncedDocument } from '@statehouse/sync';
import type { ShowcaseSchema } from '../../../../schema.ts';
import type { Placement } from '../plane/geometry.ts';
import type { Board } from '../window/board.ts';
import { Cell } from '../window/cell.ts';
import { type BoardPresence, parsePresenceData } from './board-presence.ts';

/** Somebody else on this board. */
export interface BoardPeer extends BoardPresence {
  readonly connection: string;
  readonly name: string;
  /** Index into the people's colours. */
  readonly color: number;
  /** Their caret in a text of the document. */
  readonly caret: PeerView['selection'];
}

/** Presence is quicker than the log: what somebody lets go of stays where it was dropped until the log has it, or so long. */
const LANDING_MS = 600;

/**
 * Who else is on the board, and where they are dragging what.
 *
 * Invariant: `board.theirPlaces` holds what is dragged now, and what was let go but has not landed in the document.
 */
export class BoardPeople {
  readonly peers = new Cell<readonly BoardPeer[]>([]);
  readonly #board: Board;
  readonly #timers: Timers;
  readonly #ownClient: () => string | undefined;
  readonly #known = new Map<string, { readonly view: PeerView; readonly peer: BoardPeer }>();
  readonly #landing = new Map<string, CancelTimer>();
  readonly #stops: (() => void)[];

  constructor(board: Board, timers: Timers, ownClient: () => string | undefined) {
    this.#board = board;
    this.#timers = timers;
    this.#ownClient = ownClient;
    this.#stops = [
      board.subscribeScene(({ touched }) => {
        for (const id of this.#landing.keys()) if (touched.has(id)) this.#land(id);
      }),
    ];
    this.refresh();
  }

  /** Reads presence anew; once a frame is often enough. */
  refresh(): void {
    const { presence }: Pick<SyncedDocument<ShowcaseSchema>, 'presence'> = this.#board.document;
    const views = presence.peers.filter(({ client }) => client !== this.#ownClient());
    const peers = views.map((view) => this.#peerOf(view));
    const here = new Set(views.map(({ connection }) => connection));
    for (const connection of this.#known.keys()) if (!here.has(connection)) this.#known.delete(connection);
    const now = this.peers.value;
    if (peers.length !== now.length || peers.some((peer, index) => peer !== now[index]))
      this.peers.set(peers);
    this.#showDragged(peers);
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    for (const cancel of this.#landing.values()) cancel();
    this.#landing.clear();
  }

  /** The same object while they show the same. */
  #peerOf(view: PeerView): BoardPeer {
    const known = this.#known.get(view.connection);
    if (known !== undefined && sameView(known.view, view)) return known.peer;
    const { connection, name, color, selection } = view;
    const shown = known?.view.data === view.data ? known?.peer : undefined;
    const peer = { ...(shown ?? parsePresenceData(view.data)), connection, name, color, caret: selection };
    this.#known.set(connection, { view, peer });
    return peer;
  }

  #showDragged(peers: readonly BoardPeer[]): void {
    const { theirPlaces, scene } = this.#board;
    const dragged = new Map<string, Placement>();
    for (const peer of peers) for (const [id, placement] of peer.dragged) dragged.set(id, placement);
    for (const id of [...theirPlaces.keys()]) {
      if (!dragged.has(id) && !this.#landing.has(id))
        this.#landing.set(
          id,
          this.#timers.after(LANDING_MS, () => this.#land(id)),
        );
    }
    for (const [id, placement] of dragged) {
      this.#landing.get(id)?.();
      this.#landing.delete(id);
      if (scene.node(id) !== undefined && !samePlacement(theirPlaces.get(id), placement))
        theirPlaces.set(id, placement);
    }
  }

  #land(id: string): void {
    this.#landing.get(id)?.();
    this.#landing.delete(id);
    this.#board.theirPlaces.delete(id);
  }
}

function sameView(one: PeerView, other: PeerView): boolean {
  return (
    one.data === other.data &&
    one.name === other.name &&
    one.color === other.color &&
    one.selection?.id === other.selection?.id &&
    one.selection?.anchor === other.selection?.anchor &&
    one.selection?.head === other.selection?.head
  );
}

function samePlacement(one: Placement | undefined, other: Placement): boolean {
  return (
    one !== undefined &&
    one.x === other.x &&
    one.y === other.y &&
    one.width === other.width &&
    one.height === other.height &&
    one.rotation === other.rotation
  );
}
