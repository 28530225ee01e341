import { defineErrors } from '@statehouse/kernel';

/** Makes the coded errors of this package. */
export const reduxError = defineErrors('redux', {
  'not-entity': '{operation} was given {got} where an entity belongs.',
  'not-entities': '{operation} takes an array of entities, or an object of them, not {got}.',
  'not-list': '{operation} takes an array, not {got}.',
  'invalid-id':
    '{operation} was given an entity with {got} for an id; selectId must answer a string or a finite number.',
  'entities-written':
    'state.entities is a table and cannot be written to ({write}). Call setOne, updateOne or removeOne of the adapter with the state.',
  'ids-written':
    'state.ids follows from the entities and cannot be written to ({write}). Add or remove entities through the adapter; to sort or filter, copy it first: [...state.ids].',
  'entity-written':
    'During {action} something wrote into an entity that it had read from a table ({problem}). Entities in a table do not change in place: call updateOne(state, { id, changes }) of the adapter.',
  'not-innermost':
    'The store {store} cannot join the hub: the innermost enhancer is missing, or one between did not pass its store on. Give the enhancers as joinHub answers them, and let others copy all of the store.',
  'not-on-hub': 'This store is on no hub. Give configureStore({ enhancers: joinHub(hub, name) }).',
  'foreign-action': 'batch of {slice} takes actions of {slice}, not {action}.',
});
