import { defineErrors } from '@statehouse/kernel';

/** The coded errors of `@statehouse/zustand`. */
export const zustandError = defineErrors('zustand', {
  drafts:
    'The function given to set of {store} answered with nothing: it writes into a draft. Put immer inside: onHub(hub, {store})(immer(…)).',
});
