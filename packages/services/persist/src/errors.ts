import { defineErrors } from '@statehouse/kernel';

/** The coded errors of `@statehouse/persist`. */
export const persistError = defineErrors('persist', {
  'not-storable':
    'The value at {path} cannot be stored: it is {kind}. Leave it out with select, or give a codec for it.',
  cyclic: 'The value at {path} holds itself. Only trees can be stored.',
  'unknown-tag':
    'What was stored has the tag {tag}, for which there is no codec here. Give the codec that wrote it.',
  damaged:
    'What was stored under {key} is damaged: {problem}. The last good state is used, the rest is kept aside.',
  'newer-version':
    'What is stored under {key} has version {found}, this program knows {known} and no step down. It is left as it is; use the newer program, or give a step with down.',
  'no-step': 'There is no migration step to version {to}, which is needed between {from} and {target}.',
  'migration-failed':
    'The migration step to version {to} ({direction}) threw. What was stored is as it was; mend the step and try again.',
  'row-not-migrated':
    'The row {id} of {key} cannot be brought from version {from} to {to}. It is as it was, and so are the rows that were not reached yet; mend the step and try again.',
  'chunk-not-written':
    'The storage did not take a chunk of rows: {reason}. They are as they were; it is tried again.',
  'not-a-table':
    'What stands in the state where rows are kept is no table of the form {form}. Give the form that fits it.',
  'row-refused': 'The row {id} of {key} is not what was asked for: parse threw. It is as it was.',
  'not-its-id':
    'The row under the id {id} holds an entity whose id is {own}. A step must leave the id of a row as it is.',
  'not-restorable': 'The store cannot be put back to a stored state: it has no restore.',
  paused: 'Keeping is paused, and there are changes that are not saved. Call resume first.',
  stopped: 'The store is kept no more. Call persistStore again.',
});
