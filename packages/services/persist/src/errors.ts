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
  'not-restorable': 'The store cannot be put back to a stored state: it has no restore.',
  paused: 'Keeping is paused, and there are changes that are not saved. Call resume first.',
  stopped: 'The store is kept no more. Call persistStore again.',
  'no-locks':
    'This browser has no locks or no channel between tabs (outside of a secure context it has none). This tab keeps the store alone; whoever opens another one takes the storage over.',
  superseded:
    'Another tab has taken over the storage, and this one cannot hear it. Nothing more is written here; reload the page.',
  'newer-tab':
    'A tab with version {found} of the program is open, this one has {known}. It takes part no more, and what it had was written first; reload the page.',
  'tab-message':
    'What came over the channel between tabs cannot be read: {problem}. It is left out; look whether something else uses its name.',
  'leader-failed': 'The leading tab could not {what}: {problem}',
  'input-failed': 'The store that the leading tab runs threw at this input: {problem}',
});
