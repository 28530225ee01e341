import { usePresence } from '@statehouse/react';
import type { SyncedDocument } from '@statehouse/sync';
import { useEffect } from 'react';
import type { schema } from './trip.ts';

export function People({ document }: { document: SyncedDocument<typeof schema> }) {
  const { peers, show } = usePresence(document, (all) => all.map(({ name }) => name));
  useEffect(() => show({ name: 'Ada', color: 2 }), [show]);
  return <p>{peers.length === 0 ? 'Nobody else is here' : `With ${peers.join(', ')}`}</p>;
}
