import { defineErrors } from '@statehouse/kernel';

/** Makes the coded errors of layers: a table of its own, so that who has only the adapter or only layers carries one of the two. */
export const layerError = defineErrors('redux', {
  'layer-endpoint':
    'optimistic was given {endpoint}, which is no {kind} of this API. Declare layers after the endpoints that they name.',
  'layer-argument':
    'The argument of {mutation} is no JSON, so it has no layer and shows only when the server has answered. Keep files and dates out of it, or convert them first.',
  'layer-threw':
    'The layer of {mutation} threw in {query} ({problem}). It is dropped everywhere; the mutation itself goes on.',
  'layer-async':
    'The layer of {mutation} answered a promise in {query}. A layer is pure and synchronous; it is dropped, and the mutation itself goes on.',
});
