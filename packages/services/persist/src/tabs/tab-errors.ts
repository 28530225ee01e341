import { defineErrors, StatehouseError } from '@statehouse/kernel';

/** The coded errors of tabs that share a store. They stand apart, so that who keeps a store alone does not load them. */
export const tabError = defineErrors('persist', {
  'no-locks':
    'This browser has no locks or no channel between tabs (outside of a secure context it has none). This tab keeps the store alone; whoever opens another one takes the storage over.',
  superseded:
    'Another tab has taken over the storage, and this one cannot hear it. Nothing more is written here; reload the page.',
  'newer-tab':
    'A tab with version {found} of the program is open, this one has {known}. It takes part no more, and what it had was written first; reload the page.',
  'tab-message':
    'What came over the channel between tabs cannot be read: {problem}. It is left out; look whether something else uses its name.',
  'leader-failed': 'The leading tab could not {what}: {problem}',
  'program-failed':
    'The store that only the leading tab runs did not start, or did not end: {problem}. Its inputs are refused until another tab leads.',
  'input-failed': 'The store that the leading tab runs threw at this input: {problem}',
});

/** An error of the leader's as it was told. */
export function errorFrom({
  code,
  message,
}: {
  readonly code: string;
  readonly message: string;
}): StatehouseError {
  return new StatehouseError(code, message);
}
