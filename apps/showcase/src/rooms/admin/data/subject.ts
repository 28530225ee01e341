import { isJsonObject } from '@statehouse/kernel';
import type { OfficeState } from './office-state.ts';
import { selectKnownPost } from './posts-slice.ts';
import { selectKnownUser } from './users-slice.ts';

/** What a mutation does to what, in a few words: `Rename “Bread”`. */
export function subjectOf(state: OfficeState, endpoint: string, arg: unknown): string {
  const given = isJsonObject(arg) ? arg : {};
  const id = typeof given.id === 'string' ? given.id : '';
  const post = `“${selectKnownPost(state, id)?.title ?? 'a post'}”`;
  switch (endpoint) {
    case 'changePost':
      return changeOf(isJsonObject(given.changes) ? given.changes : {}, post);
    case 'removePost':
      return `Delete ${post}`;
    case 'addNote':
      return `Note on ${post}`;
    case 'suspendUser':
      return `${given.isSuspended === true ? 'Suspend' : 'Reinstate'} ${selectKnownUser(state, id)?.name ?? 'a user'}`;
    case 'readNotice':
      return given.isRead === true ? 'Mark a notice as read' : 'Mark a notice as unread';
    default:
      return endpoint;
  }
}

const STATE_WORDS: Readonly<Record<string, string>> = {
  approved: 'Approve',
  hidden: 'Hide',
  waiting: 'Put back',
};

function changeOf(changes: Readonly<Record<string, unknown>>, post: string): string {
  const { title, tags, state, isLocked } = changes;
  if (typeof title === 'string') return `Rename ${post} to “${title}”`;
  if (tags !== undefined) return `Tags of ${post}`;
  if (isLocked !== undefined) return `${isLocked === true ? 'Lock' : 'Unlock'} ${post}`;
  return `${STATE_WORDS[String(state)] ?? 'Change'} ${post}`;
}
