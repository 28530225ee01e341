import type { Database } from '@statehouse/db';
import { useEffect, useRef } from 'react';
import { type Chance, seeded } from '../../../samples/seeded.ts';
import type { FeedSchema } from './data/feed-schema.ts';
import type { LoadedFeed } from './data/load-feed.ts';
import { madeArrival } from './data/made-posts.ts';

const PER_SECOND = 20;
const SEED = 7;

/** While it is on, lets twenty new posts a second come in, each as a server would send it. */
export function useArrivals({ database, clockMs, madePeople }: LoadedFeed, isOn: boolean): void {
  const stream = useRef<ArrivalStream>(undefined);
  useEffect(() => {
    if (!isOn) return;
    stream.current ??= { chance: seeded(SEED), count: 0 };
    const arrivals = stream.current;
    const timer = setInterval(() => {
      arrivals.count += 1;
      receiveOne(database, arrivals, madePeople, clockMs);
    }, 1_000 / PER_SECOND);
    return () => clearInterval(timer);
  }, [isOn, database, clockMs, madePeople]);
}

interface ArrivalStream {
  readonly chance: Chance;
  count: number;
}

function receiveOne(
  database: Database<FeedSchema>,
  { chance, count }: ArrivalStream,
  people: number,
  clockMs: number,
): void {
  const createdAt = clockMs + (count * 1_000) / PER_SECOND;
  database.receive('posts', madeArrival(chance, count, people, createdAt), { undoable: false });
}
