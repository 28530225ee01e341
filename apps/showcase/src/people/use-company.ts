import type { SyncedDocument } from '@statehouse/sync';
import { useMemo } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import { useHouse } from '../house/house.tsx';
import type { Person } from './people.tsx';
import { personOf } from './person-of.ts';
import { type SentenceFor, useAnnouncements } from './use-announcements.ts';
import { type PresenceHook, usePresence } from './use-presence.ts';

/** Who else is in a document. */
export interface Company extends PresenceHook {
  readonly others: readonly Person[];
  /** What they did last, in a sentence. */
  readonly announcement: string;
}

/**
 * Who else is in a room's document, and what they do; this window's person is shown to them.
 * @param sentenceFor the same function on every render
 */
export function useCompany(document: SyncedDocument<ShowcaseSchema>, sentenceFor: SentenceFor): Company {
  const { client, persona, setPersona } = useHouse();
  const presence = usePresence(document, client.id, persona, setPersona);
  const others = useMemo(() => presence.peers.map(personOf), [presence.peers]);
  return { ...presence, others, announcement: useAnnouncements(document, others, sentenceFor) };
}
