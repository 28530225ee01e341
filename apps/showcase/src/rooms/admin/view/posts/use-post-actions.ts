import { useMemo } from 'react';
import { selectModerator } from '../../data/auth-slice.ts';
import { sendAndForget } from '../../data/send.ts';
import { useOffice, useOfficeSelector } from '../../office-context.tsx';
import type { Post, PostChanges } from '../../wire/post.ts';

/** Which post, and how it is called in the words about it. */
type PostName = Pick<Post, 'id' | 'title'>;

/** What a moderator can do to posts. What becomes of it shows in the lists; a refusal is told. */
export interface PostActions {
  change(post: PostName, changes: PostChanges): void;
  remove(post: PostName): void;
  addNote(post: PostName, text: string): void;
}

export function usePostActions(): PostActions {
  const { api, store, ports } = useOffice();
  const moderator = useOfficeSelector(selectModerator);
  return useMemo(() => {
    const { changePost, removePost, addNote } = api.endpoints;
    return {
      change: ({ id, title: name }, changes) =>
        sendAndForget(store.dispatch(changePost.initiate({ id, name, changes }))),
      remove: ({ id, title: name }) => sendAndForget(store.dispatch(removePost.initiate({ id, name }))),
      addNote: ({ id, title: name }, text) => {
        const note = { id, name, text, author: moderator, writtenAt: ports.clock.nowMs() };
        sendAndForget(store.dispatch(addNote.initiate(note)));
      },
    };
  }, [api, store, ports, moderator]);
}
