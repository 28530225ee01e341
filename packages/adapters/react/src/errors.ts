import { defineErrors } from '@statehouse/kernel';

/** Makes the coded errors of this package. */
export const reactError = defineErrors('react', {
  'no-client':
    '{hook} needs a client: render it inside the StatehouseProvider of the same createStatehouse().',
  'no-document':
    '{hook} needs a document: render it inside the DocumentProvider of the same createStatehouse().',
});
