import { defineErrors } from '@statehouse/kernel';

/** What the server itself answers. */
export const serverError = defineErrors('server', {
  forbidden: 'You may not open this document, or there is none of this name.',
  'read-only': 'You may read this document but not change it.',
  'hello-first': 'The first frame of a connection is a hello.',
  'hello-twice': 'This connection has said hello already.',
  'hello-timeout': 'No hello came within {limitMs} ms.',
  'not-open': 'The document is not open on this connection. Open it first.',
  'too-many-documents': 'A connection opens at most {limit} documents. Leave some.',
  'slow-down': 'This connection sends more than the server takes. Wait, then connect again.',
  'slow-reader': 'This connection reads slower than the documents change. Connect again.',
  'storage-failed':
    'The document could not be stored or read. What was not confirmed was dropped; send it again.',
  reload: 'The document is read again from its log. Connect again and send what is not confirmed.',
  'log-damaged': 'The log of this document is damaged at version {version}. Ask the operator of the server.',
  'schema-older': 'The document was written with schema version {written}; this server has version {own}.',
  'schema-changed':
    'The schema changed without a new version number. Raise the version in the server’s schema.',
  'schema-mismatch':
    'The submission was made with schema version {sent}; this document has version {own}. Reload.',
  'operation-failed': 'The operation could not be applied. It was set aside.',
  superseded: 'The same client has connected again.',
  draining: 'The server is going away. Connect again.',
  internal: 'Something went wrong inside the server. Connect again.',
  'dev-auth-not-loopback':
    'Development tokens are accepted on loopback only, and the host is {host}. Use published keys, or allow it explicitly.',
  'access-rule-failed': 'The rule that says who may do what has thrown, so nobody was let in. Mend it.',
  'snapshot-failed': 'A snapshot could not be saved; the log is whole, and the next one is tried later.',
  'snapshot-damaged': 'A snapshot could not be read; the document is rebuilt from its log.',
  'claim-failed': 'A client id could not be recorded, so its connection was closed.',
});

/** What the log and the order of submissions demand of a client. */
export const syncError = defineErrors('sync', {
  'sequence-reused':
    'Sequence {sequence} stands in the log with other content. A client id is used by two programs.',
  'sequence-gap': 'Sequence {first} came after {last}; nothing of it was recorded.',
  'unknown-client':
    'The log knows nothing of this client, which begins at sequence {first}; nothing was recorded.',
  'version-from-future':
    'Version {version} does not exist yet; the document is at version {head}. Load it anew.',
  'base-before-own':
    'The base {base} lies before an own entry, {version}. Confirm own entries before going on.',
  'client-not-yours':
    'This client id belongs to another user. Make a new one; the queue waits for its owner.',
});

/** Who may connect. Never says why a signature failed. */
export const authError = defineErrors('auth', {
  missing: 'No token was given. Sign in.',
  invalid: 'The token is not valid here. Sign in again.',
  expired: 'The token has expired. Get a new one.',
  unavailable: 'Tokens cannot be checked right now. Connect again.',
});
