import { defineErrors } from '@statehouse/kernel';

/** Makes the coded errors of the queue: a table of its own, so that who has no queue does not carry it. */
export const offlineError = defineErrors('redux', {
  'offline-not-started':
    'A mutation of {endpoint} was called before its queue was started. Call start(store, api) as soon as the store is made.',
  'offline-delayed-tags':
    'The API {api} holds back its tags while anything is pending, which a queued mutation may be for days. Give createApi the option invalidationBehavior: "immediately".',
  'offline-request':
    'The {part} of {endpoint} is no JSON (a file, a date, a function), so it cannot be kept. Convert it first, or leave the endpoint out of the queue.',
  'offline-secret':
    'The request of {endpoint} carries {header}, which would be kept on the device. Put it on when the request is sent: in prepareHeaders, or by authenticate.',
  'offline-query-fn':
    '{endpoint} asks more than once in one call. A mutation of the queue is one request: give it a query instead of a queryFn.',
  'offline-not-kept':
    'A mutation of {endpoint} could not be kept on the device ({reason}). It is sent at once if nothing waits before it, and rejected otherwise: then free some space, and try again.',
  'offline-removed': 'The mutation was removed from the queue before it was done.',
  'offline-elsewhere':
    'Another tab has done with the mutation, and its answer did not come here. Ask the server again for what it changed.',
  'offline-damaged':
    'What the queue {queue} keeps under {key} cannot be read. It is left there, and the queue goes on without it.',
  'offline-storage':
    'The queue {queue} cannot reach what it keeps ({reason}). It tries again in {delayMs} ms.',
  'offline-locks': 'The queue {queue} cannot get its lock ({reason}). It tries again in {delayMs} ms.',
});
