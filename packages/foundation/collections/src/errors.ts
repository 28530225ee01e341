import { defineErrors } from '@statehouse/kernel';

/** Makes the coded errors of this package. */
export const collectionsError = defineErrors('collections', {
  'duplicate-id': 'Two of the entities given have the id {id}; give each once.',
  'invalid-id': 'An entity must have a string as its id, not {got}.',
});
