import type { PeerView } from '@statehouse/sync';
import type { Person } from './people.tsx';

/** A peer as a person to show. */
export function personOf({ connection, name, color }: PeerView): Person {
  return { connection, name, color, isSelf: false };
}
