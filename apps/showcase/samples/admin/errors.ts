import { defineErrors, type StatehouseError } from '@statehouse/kernel';

const MESSAGES = {
  'no-such-thing': 'There is nothing at this address.',
  'unknown-post': 'There is no post {id}, or no longer.',
  'unknown-user': 'There is no user {id}.',
  'unknown-notice': 'There is no notice {id}.',
  'bad-request': 'The request cannot be read: {problem}.',
  'too-large': 'The request is longer than {most} bytes: send less at once.',
  'not-json': 'Send the body as application/json.',
  'bad-key': 'An idempotency key has 1 to 128 letters, digits, dots, colons, hyphens or underscores.',
  'key-reused': 'The idempotency key belongs to another request: use a new one.',
  'not-in-house': 'Who you are in the house is not known: sign in to the house first.',
  'wrong-password': 'Name or password are not right.',
  'too-many-attempts': 'Too many wrong passwords: wait {seconds} s, then try again.',
  'no-token': 'Sign in first: the request has no bearer token.',
  'old-token': 'The token is not valid any more: ask for a new one.',
  'no-session': 'The session is over: sign in again.',
  locked: 'The post is locked: unlock it before you change its title or tags.',
  'too-many-reports': 'So many counts have come in this minute that no more are taken: send them later.',
  'made-to-fail': 'The server fails because it was told to. Nothing was changed.',
} as const;

export const officeError = defineErrors('admin', MESSAGES);

/** What each refusal is in HTTP. */
const STATUSES: { readonly [Name in keyof typeof MESSAGES]: number } = {
  'no-such-thing': 404,
  'unknown-post': 404,
  'unknown-user': 404,
  'unknown-notice': 404,
  'bad-request': 400,
  'too-large': 413,
  'not-json': 415,
  'bad-key': 400,
  'key-reused': 422,
  'not-in-house': 401,
  'wrong-password': 401,
  'too-many-attempts': 429,
  'no-token': 401,
  'old-token': 401,
  'no-session': 401,
  locked: 409,
  'too-many-reports': 429,
  'made-to-fail': 500,
};

/** The status that goes with a refusal of this server; undefined for an error of anything else. */
export function statusOf({ code }: StatehouseError): number | undefined {
  return new Map(Object.entries(STATUSES)).get(code.replace(/^admin\//, ''));
}
