import { defineErrors } from '@statehouse/kernel';

/** Every error that the command line makes itself. Codes are append-only and listed in `docs/errors.md`. */
export const cliError = defineErrors('cli', {
  'trace-unreadable': 'Cannot read the trace {file}: {reason}. Give the path of a .json or .json.gz file.',
  'trace-invalid': 'The trace is not in a known format: {where}: {reason}.',
  'trace-too-large': 'The trace is too large: {reason}.',
  'agent-forks':
    'Transaction {transaction} does not follow transaction {previous} of the same agent {agent}: one agent must be one line.',
  'no-server-order':
    'No order of the log explains this trace: some author knew edits that cannot be a prefix of one log (first stuck transactions: {stuck}).',
  'patch-out-of-range':
    'Transaction {transaction}, patch {patch}: it reaches to code point {end}, but the text has only {length}.',
  'server-unreachable': 'The server at {url} cannot be reached ({reason}): is it running?',
  'no-token':
    'The server at {url} gives no development tokens: pass one with --token, or in STATEHOUSE_TOKEN.',
  'connection-lost': 'The connection to the server was lost in the middle (close code {code}). Run it again.',
  'edit-refused': 'The server refused an edit ({code}): {reason}',
  'document-refused': 'The server does not open the document {document} ({code}): {reason}',
  'document-in-use': 'The document {document} holds something already: choose another name.',
  'table-unreadable': 'Cannot read the table {file}: {reason}.',
  'dangling-reference':
    'Row {id} of {table} refers by {field} to {value} in {target}, which is not there. Nothing was imported.',
  'server-lacks-tables':
    'The application that {url} serves has no tables of this kind: its schema must have those that are imported.',
  'row-invalid': 'Row {row} of {table} cannot be imported: {reason}. Nothing was imported.',
  'import-differs': 'A fresh client reads the document otherwise than it was imported: {what}.',
  'parts-invalid': '{file} exports `parts` that cannot be used: {reason}.',
  'part-not-started': 'The part {part} did not start ({reason}): the server goes on without it.',
  'part-not-closed': 'The part {part} did not end ({reason}): the server does not wait for it.',
  'no-parts': 'This application has no parts: its server.ts exports none.',
  'part-unknown': 'There is no part {part} here, or it did not start: the terminal says why.',
  'part-silent': 'The part {part} answers no requests.',
  'part-starting': 'The part {part} is still starting: try again in a moment.',
  'part-failed': 'The part {part} failed to answer: the log of the server says why.',
  'app-foreign':
    'Under /app/ only the page that this server serves may change anything, under its own address.',
  'server-away': 'The server is away for the moment: try again.',
  'metrics-remote':
    '/metrics answers who is on the same machine: start with --open-metrics to let others read it.',
  'metrics-signed-out':
    'The metrics are told to who is signed in: send a token as `Authorization: Bearer …`.',
  'metrics-forbidden': 'You may not read the metrics of this server.',
  'metrics-busy': 'The metrics have {readers} readers already, and take no more: try again later.',
  'metrics-unknown': 'There are no metrics at this address: ask for /stream or /now, by GET.',
  'no-logs': 'There are no logs in {folder}: --data takes the data folder of a server.',
  'log-unreadable': 'The file {file} cannot be read as a log ({reason}).',
  usage: '{problem}. Try `statehouse {command} --help`.',
  'application-missing':
    'There is no {file} in {folder}: --app takes the folder of an application (index.html, vite.config.ts, server.ts).',
  'application-invalid': '{file} must export `schema` and `roles`; `{missing}` is missing.',
  'port-taken': 'Port {port} on {host} is taken: stop what listens there, or choose another with --port.',
  'ports-taken': 'Ports {from} to {to} on {host} are all taken: choose a free one with --port.',
  'port-forbidden': 'Port {port} on {host} cannot be opened ({reason}): choose another with --port.',
  'host-open':
    'On {host} anybody who reaches this machine could sign in as anyone: leave --host at 127.0.0.1, or add --trust-network if that is what you want.',
  'data-in-use':
    '{folder} is in use by another `statehouse dev` ({url}): stop that one, or choose another folder with --data.',
  'data-unusable': 'The data folder {folder} cannot be used ({reason}): choose another with --data.',
});
