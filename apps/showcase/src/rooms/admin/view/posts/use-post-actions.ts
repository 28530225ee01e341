import { useMemo } from 'react';
import { selectModerator } from '../../data/auth-slice.ts';
import { sendAndForget } from '../../data/send.ts';
import { useOffice, useOfficeSelector } from '../../office-context.tsx';
import type { PostChanges } from '../../wire/post.ts';

/** What a moderator can do to posts. What becomes of it shows in the lists; a refusal is told. */
export interface PostActions {
  change(id: string, changes: PostChanges): void;
  remove(id: string): void;
  addNote(id: string, text: string): void;
}

export function usePostActions(): PostActions {
  const { api, store, ports } = useOffice();
  const moderator = useOfficeSelector(selectModerator);
  return useMemo(() => {
    const { changePost, removePost, addNote } = api.endpoints;
    return {
      change: (id, changes) => sendAndForget(store.dispatch(changePost.initiate({ id, changes }))),
      remove: (id) => sendAndForget(store.dispatch(removePost.initiate({ id }))),
      addNote: (id, text) => {
        const note = { id, text, author: moderator, writtenAt: ports.clock.nowMs() };
        sendAndForget(store.dispatch(addNote.initiate(note)));
      },
    };
  }, [api, store, ports, moderator]);
}
