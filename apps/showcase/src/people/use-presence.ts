import type { PeerView, SyncedDocument } from '@statehouse/sync';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import type { Persona } from '../session/persona.ts';
import { useOwnColor } from './use-own-color.ts';

type Selection = NonNullable<PeerView['selection']>;

export interface PresenceHook {
  readonly peers: readonly PeerView[];
  /** Shows the others where this person's caret is; undefined: nowhere. */
  readonly show: (selection: Selection | undefined) => void;
}

/** Who else is here, and what this window shows of its person. */
export function usePresence(
  document: SyncedDocument<ShowcaseSchema>,
  ownClient: string | undefined,
  persona: Persona,
  onPersona: (persona: Persona) => void,
): PresenceHook {
  const { presence } = document;
  const peers = usePeers(document, ownClient);
  const selection = useRef<Selection>(undefined);
  const show = useCallback(
    (next: Selection | undefined) => {
      selection.current = next;
      presence.set({ ...persona, ...(next === undefined ? {} : { selection: next }) });
    },
    [presence, persona],
  );
  useEffect(() => show(selection.current), [show]);
  // The document stays open when the room is left; the person does not stay in it.
  useEffect(() => () => presence.set(null), [presence]);
  useOwnColor(peers, persona, onPersona);
  return { peers, show };
}

/** The others; their carets move when they say so, and when the text under them changes. */
function usePeers(
  document: SyncedDocument<ShowcaseSchema>,
  ownClient: string | undefined,
): readonly PeerView[] {
  const [peers, setPeers] = useState<readonly PeerView[]>([]);
  useEffect(() => {
    const read = () => setPeers(document.presence.peers.filter(({ client }) => client !== ownClient));
    read();
    const stops = [document.presence.subscribe(read), document.subscribe(read)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [document, ownClient]);
  return peers;
}
