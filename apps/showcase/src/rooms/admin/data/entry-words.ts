import type { JournalEntry } from '@statehouse/hub';
import { isJsonObject } from '@statehouse/kernel';
import { subjectOf } from './subject.ts';

/** What is told of an action by its type alone. */
const WORDS: Readonly<Record<string, string>> = {
  'auth/signedIn': 'A token came',
  'auth/signedOut': 'Nobody is signed in',
  'auth/wentAway': 'The server did not answer',
  'usage/allowed': 'Let usage be counted',
  'usage/forbidden': 'Let nothing be counted any more',
  'ui/wentTo': 'Went to another list',
  'ui/toggledPanel': 'Opened or shut a panel',
  'ui/closedPanel': 'Shut a panel',
  'posts/filtered': 'Chose other posts',
  'posts/turned': 'Turned the page',
  'posts/ticked': 'Chose a post',
  'posts/tickedAll': 'Chose posts',
  'users/filtered': 'Chose other users',
  'users/turned': 'Turned the page',
  'notifications/told': 'Told of a refusal',
  'notifications/removeOne': 'Dismissed a message',
};

const QUERY_WORDS: Readonly<Record<string, string>> = {
  getPosts: 'Posts',
  getPost: 'A post',
  getTags: 'Tags',
  getUsers: 'Users',
  getNotices: 'Notices',
};

/** An entry of the journal in words for people; undefined for one that they see nothing of. */
export function wordsOfEntry(entry: JournalEntry): string | undefined {
  if (entry.kind === 'restore') return 'Came back to where you were';
  const [change] = entry.changes;
  const isIdle = change?.states !== undefined && change.states.before === change.states.after;
  if (change === undefined || isIdle) return undefined;
  const known = Object.hasOwn(WORDS, change.name) ? WORDS[change.name] : undefined;
  return known ?? requestWords(change.name, change.input);
}

function requestWords(type: string, action: unknown): string | undefined {
  const [, kind, step = ''] = type.split('/');
  const { endpoint, arg } = requestIn(action);
  if (kind === 'executeMutation') {
    // What is counted is not what the moderator did.
    if (endpoint === 'reportUsage') return undefined;
    const subject = subjectOf(endpoint, arg);
    if (subject === endpoint) return undefined;
    return `${subject}${{ pending: '', fulfilled: ': done', rejected: ': not done' }[step] ?? ''}`;
  }
  if (kind !== 'executeQuery' || !Object.hasOwn(QUERY_WORDS, endpoint)) return undefined;
  if (step === 'fulfilled') return `${QUERY_WORDS[endpoint]} came`;
  return step === 'rejected' ? `${QUERY_WORDS[endpoint]} could not be had` : undefined;
}

/** What a request of RTK Query is for. */
function requestIn(action: unknown): { readonly endpoint: string; readonly arg: unknown } {
  const meta = isJsonObject(action) && isJsonObject(action.meta) ? action.meta : {};
  const arg = isJsonObject(meta.arg) ? meta.arg : {};
  return { endpoint: String(arg.endpointName), arg: arg.originalArgs };
}
