import { defineErrors, StatehouseError } from '@statehouse/kernel';

/** The errors of the sync client. Codes that only the server sends are listed with the server's. */
export const syncError = defineErrors('sync', {
  'device-damaged':
    'What this device kept of the document cannot be read ({what}). Nothing was deleted; open the document under another storage name, or clear it to load it anew.',
  'device-newer':
    'This device holds the document in a newer format ({format}). Load the newest version of the application.',
  'not-open': 'The document "{document}" is not open; call open() first.',
  closed: 'This client was closed; create another one.',
  'no-state':
    'The document "{document}" has never been loaded on this device, and the server cannot be reached: {reason}.',
  'no-answer': 'The server does not answer: {what}. The client tries again by itself.',
  failed: 'Something failed outside this library: {reason}.',
  'sequence-taken':
    'The log holds another operation of this client under the number {sequence}, which this device had lost. This one did not take effect; apply it again, or dismiss it.',
  'token-failed': 'The token could not be had: {reason}. The client tries again by itself.',
});

/** An error that the server has named. */
export function serverError(code: string, message: string): StatehouseError {
  return new StatehouseError(code, message);
}
