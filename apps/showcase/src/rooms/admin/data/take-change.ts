import type { ThunkDispatch, UnknownAction } from '@reduxjs/toolkit';
import type { Change } from '../wire/change.ts';
import type { Post } from '../wire/post.ts';
import { matchesPost } from './matches.ts';
import { dropPost, type LayeredOfficeApi, putPost, putUser } from './office-layers.ts';
import type { OfficeState } from './office-state.ts';
import { postsActions, selectKnownPost } from './posts-slice.ts';
import { usersActions } from './users-slice.ts';

type Dispatch = ThunkDispatch<OfficeState, unknown, UnknownAction>;

const EVERYTHING = ['Post', 'User', 'Notice', 'Tag', 'About'] as const;

/** Takes what the server says that has happened into everything that it said before, under what is still on its way. */
export function takeChange(
  api: LayeredOfficeApi,
  change: Change,
  dispatch: Dispatch,
  getState: () => OfficeState,
): void {
  const { util } = api;
  switch (change.kind) {
    case 'post':
      takePost(api, change.post, dispatch, getState);
      break;
    case 'note': {
      const { post, note } = change;
      takePost(api, post, dispatch, getState);
      const addNote = util.updateBase('getPost', post.id, (detail) => {
        const isThere = detail.notes.some(({ id }) => id === note.id);
        return isThere ? detail : { ...detail, notes: [...detail.notes, note] };
      });
      dispatch(addNote);
      break;
    }
    case 'post-gone':
      for (const filter of util.selectCachedArgsForQuery(getState(), 'getPosts'))
        dispatch(util.updateBase('getPosts', filter, (page) => dropPost(page, change.id)));
      dispatch(postsActions.removeOne(change.id));
      dispatch(util.invalidateTags([{ type: 'Post', id: 'LIST' }, 'Tag']));
      break;
    case 'user':
      for (const filter of util.selectCachedArgsForQuery(getState(), 'getUsers')) {
        const { id, isSuspended } = change.user;
        dispatch(util.updateBase('getUsers', filter, (page) => putUser(page, id, isSuspended, filter)));
      }
      dispatch(usersActions.upsertOne(change.user));
      break;
    case 'notice': {
      const addNotice = util.updateBase('getNotices', undefined, (notices) => {
        const isThere = notices.some(({ id }) => id === change.notice.id);
        return isThere ? notices : [change.notice, ...notices];
      });
      dispatch(addNotice);
      break;
    }
    case 'reset':
      dispatch(util.invalidateTags([...EVERYTHING]));
      break;
  }
}

function takePost(api: LayeredOfficeApi, post: Post, dispatch: Dispatch, getState: () => OfficeState): void {
  const { util } = api;
  const before = selectKnownPost(getState(), post.id);
  const filters = util.selectCachedArgsForQuery(getState(), 'getPosts');
  for (const filter of filters)
    dispatch(util.updateBase('getPosts', filter, (page) => putPost(page, post, filter)));
  dispatch(util.updateBase('getPost', post.id, (detail) => ({ ...detail, post })));
  dispatch(postsActions.upsertOne(post));
  // A post that came into a list, or left it, moves all behind it: only the server knows what the pages are now.
  const isMoved = filters.some(
    (filter) => matchesPost(filter, post) !== (before !== undefined && matchesPost(filter, before)),
  );
  if (isMoved) dispatch(util.invalidateTags([{ type: 'Post', id: 'LIST' }]));
  if (before !== undefined && before.tags.join(' ') !== post.tags.join(' '))
    dispatch(util.invalidateTags(['Tag']));
}
