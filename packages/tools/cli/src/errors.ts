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
});
