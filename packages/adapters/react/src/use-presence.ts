import type { PeerView, Presence } from '@statehouse/sync';
import { useCallback, useMemo } from 'react';
import { deepEqual, type Equality, shallowEqual } from './equality.ts';
import { type KeptReading, readingOf } from './kept-reading.ts';
import { useSelected } from './use-selected.ts';

/** What presence asks of a document. */
export interface PresentDocument {
  readonly presence: Presence;
  subscribe(changed: () => void): () => void;
}

/** The others, and how to be seen by them. */
export interface PresenceView<Selected> {
  readonly peers: Selected;
  /** Shows something of oneself; null hides it. The same function as long as it is the same document. */
  readonly show: Presence['set'];
}

const readings = new WeakMap<PresentDocument, KeptReading<readonly PeerView[]>>();

/**
 * Who else is here. Peers who did not move are the same objects. With `select` the component renders only when its
 * part of them changes: `(peers) => peers.length`, or `(peers) => peers.filter(…)`, since its answers are compared by
 * {@link shallowEqual} unless told otherwise.
 */
export function usePresence(document: PresentDocument): PresenceView<readonly PeerView[]>;
export function usePresence<Selected>(
  document: PresentDocument,
  select: (peers: readonly PeerView[]) => Selected,
  isEqual?: Equality<Selected>,
): PresenceView<Selected>;
export function usePresence(
  document: PresentDocument,
  select: (peers: readonly PeerView[]) => unknown = everybody,
  isEqual: Equality<unknown> = shallowEqual,
): PresenceView<unknown> {
  const reading = readingOf(readings, document, () => ({
    build: () => document.presence.peers,
    // Carets move with the text under them, too.
    listen: (changed) => {
      const stops = [document.presence.subscribe(changed), document.subscribe(changed)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    keep: keptPeers,
  }));
  const peers = useSelected(reading, select, isEqual);
  const show = useCallback<Presence['set']>((state) => document.presence.set(state), [document]);
  return useMemo(() => ({ peers, show }), [peers, show]);
}

function everybody(peers: readonly PeerView[]): readonly PeerView[] {
  return peers;
}

function keptPeers(before: readonly PeerView[], now: readonly PeerView[]): readonly PeerView[] {
  const known = new Map(before.map((peer) => [peer.connection, peer]));
  const kept = now.map((peer) => {
    const was = known.get(peer.connection);
    return was !== undefined && deepEqual(was, peer) ? was : peer;
  });
  return shallowEqual(before, kept) ? before : kept;
}
