import { defineErrors } from '@statehouse/kernel';

/** The coded errors of `@statehouse/rxjs`. */
export const rxjsError = defineErrors('rxjs', {
  'epic-failed':
    'The epic {epic} failed in one of its runs. It goes on with what comes next; what the run had begun is over.',
  'epic-restarted': 'The stream of the epic {epic} failed, and is begun again in {delayMs} ms.',
  'epic-stopped':
    'The stream of the epic {epic} failed more often than it may be restarted, and has stopped.',
  'dispatch-failed': 'An action of the epic {epic} was not taken. The epic goes on.',
  'circuit-open': 'The circuit is open after {failures} failures in a row. Ask again in {waitMs} ms.',
  'connection-closed': 'The connection to {address} was closed ({reason}), and is not opened again.',
  'bad-message': 'A message from {address} could not be read, and was left out.',
});
