import { defineErrors } from '@statehouse/kernel';

/** Makes the coded errors of streams into the cache. */
export const liveError = defineErrors('redux', {
  'live-bad-message':
    'A message of the stream into {endpoint} could not be read or applied, and was left out.',
  'live-ended': 'The stream into {endpoint} was closed ({reason}), and is not opened again.',
});
