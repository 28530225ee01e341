import type { RowOf } from '@statehouse/db';
import { systemClock } from '@statehouse/kernel';
import type { SyncedDocument } from '@statehouse/sync';
import { useMemo } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { useHouse } from '../../house/house.tsx';
import type { BlogSchema } from './data/blog-schema.ts';

/** What a person can do in the blog: transactions on the synced document, shown before anybody has answered. */
export interface BlogActions {
  reply(post: string, body: string): void;
  rename(author: RowOf<BlogSchema, 'users'>, name: string): void;
}

export function useBlogActions(document: SyncedDocument<ShowcaseSchema>): BlogActions {
  const { name: ownName } = useHouse().persona;
  return useMemo(
    () => ({
      reply: (post, body) =>
        void document.transact((tx) =>
          tx.replies.insert({ post, name: ownName, body, writtenAt: systemClock.nowMs() }),
        ),
      rename: ({ id, name: before }, name) =>
        void document.transact((tx) => {
          if (tx.names.has(id)) tx.names.modify(id, { name });
          else tx.names.insert({ id, name, before });
        }),
    }),
    [document, ownName],
  );
}
