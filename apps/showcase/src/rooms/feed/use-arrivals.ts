import type { Database } from '@statehouse/db';
import { useEffect, useRef } from 'react';
import type { FeedSchema } from './data/feed-schema.ts';
import type { LoadedFeed } from './data/load-feed.ts';
import { madeArrival } from './data/made-posts.ts';

const PER_SECOND = 20;
const SEED = 7;

/** While it is on, lets twenty new posts a second come in, each as a server would send it. */
export function useArrivals({ database, clockMs, madePeople }: LoadedFeed, isOn: boolean): void {
  const count = useRef(0);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => {
      count.current += 1;
      receiveOne(database, count.current, madePeople, clockMs);
    }, 1_000 / PER_SECOND);
    return () => clearInterval(timer);
  }, [isOn, database, clockMs, madePeople]);
}

function receiveOne(database: Database<FeedSchema>, count: number, people: number, clockMs: number): void {
  const createdAt = clockMs + (count * 1_000) / PER_SECOND;
  database.receive('posts', madeArrival(SEED, count, people, createdAt), { undoable: false });
}
