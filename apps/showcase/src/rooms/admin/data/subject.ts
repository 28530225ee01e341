import { isArray, isJsonObject } from '@statehouse/kernel';

/** What a mutation does to what, in a few words: `Rename “Bread”`. */
export function subjectOf(endpoint: string, arg: unknown): string {
  const given = isJsonObject(arg) ? arg : {};
  const name = typeof given.name === 'string' ? given.name : 'something';
  switch (endpoint) {
    case 'changePost':
      return changeOf(isJsonObject(given.changes) ? given.changes : {}, `“${name}”`);
    case 'removePost':
      return `Delete “${name}”`;
    case 'addNote':
      return `Note on “${name}”`;
    case 'suspendUser':
      return `${given.isSuspended === true ? 'Suspend' : 'Reinstate'} ${name}`;
    case 'reportUsage':
      return countsOf(given.batch);
    case 'readNotice':
      return given.isRead === true ? 'Mark a notice as read' : 'Mark a notice as unread';
    default:
      return endpoint;
  }
}

function countsOf(batch: unknown): string {
  const events = isJsonObject(batch) && isArray(batch.events) ? batch.events.length : 0;
  return events === 1 ? 'Usage: one thing that was counted' : `Usage: ${events} things that were counted`;
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
