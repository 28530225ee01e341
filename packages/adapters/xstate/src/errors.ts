import { defineErrors } from '@statehouse/kernel';

/** The coded errors of `@statehouse/xstate`. */
export const xstateError = defineErrors('xstate', {
  'foreign-state':
    'What is to be put back into {store} is no state of an actor: {problem}. It is left as it was; give a migration, or delete what was kept.',
  'unknown-state':
    'The machine of {store} does not know the state that is to be put back: {problem}. It is left as it was; give a migration from the version that wrote it.',
  'unknown-actor': 'There is no actor {actor} in {store} to which an event could go. It knows: {known}.',
});
