import { defineErrors } from '@statehouse/kernel';

/** Makes the coded errors of this package. */
export const dbError = defineErrors('db', {
  'invalid-schema': 'The schema is not valid at {at}: {problem}.',
  'unknown-table': 'There is no table {table}; the schema has {known}.',
  'unknown-field': 'Table {table} has no field {field}.',
  'unknown-index': 'Table {table} has no index {index}; declare it in the schema.',
  'wrong-type': 'Field {table}.{field} takes {expected}, not {got}.',
  'invalid-value': 'The validator of {table}.{field} refuses the value: {problem}.',
  'invalid-id':
    'An id in table {table} must be a string of 1 to 128 bytes of well-formed text, and not __proto__, constructor or prototype.',
  'async-validator':
    'The validator of {table}.{field} answers with a promise; validators must be synchronous.',
  'ill-formed': 'The edit of {table} is ill-formed: {problem}.',
  'reserved-key': 'The JSON in {table}.{field} uses the key {key}, which is reserved.',
  'missing-field': 'An insertion into {table} must give {field}: it has no default and may not be null.',
  'unknown-id': 'There is no entity {id} in {table}.',
  'id-taken': 'There is already an entity {id} in {table}; modify it instead.',
  'splits-surrogate':
    'Position {position} in {table}.{field} lies inside a surrogate pair; move it by one unit.',
  'out-of-range':
    'Position {position} with {count} units to delete lies outside {table}.{field}, which has {length}.',
  'counter-range': 'The counter {table}.{field} of {id} would leave the safe integers.',
  'blocked-path':
    'The path in {table}.{field} of {id} leads through something that is not an object; set the outer value.',
  'not-sibling':
    'Entity {id} in {table} does not stand under the parent given; name one that does, or no neighbour.',
  'operation-too-large':
    'The transaction makes {edits} edits; one operation takes at most {maxEdits}, and {maxBytes} bytes. Split it.',
  'transaction-over': 'This transaction is over; use it only inside its callback.',
  'nested-transaction': 'A transaction is already running on this document; use its own writers.',
  'async-transaction': 'A transaction callback must not be asynchronous; fetch first, then transact.',
  'undo-in-listener':
    'Undo was asked for by a listener while further changes are still being told; ask in a later turn.',
  'dangling-reference': 'Row {id} of {table} refers by {field} to an entity of {target} that is not there.',
  'invalid-query': 'The query of {table} is not valid at {at}: {problem}.',
  'write-in-selector': 'The selector {selector} tried to change a document; transact outside of it.',
  'cyclic-selector': 'The selector {selector} needs its own answer: {path}.',
  'deep-selector': 'The selector {selector} has more than {levels} selectors below it.',
  'async-selector': 'The selector {selector} answers with a promise; fetch first, then derive.',
  'selector-over': 'The selector {selector} read after it had answered.',
  'selector-argument': 'Argument {at} of the selector {selector} is {got}; give plain data, such as an id.',
  'selector-option': 'The {option} of the selector {selector} must be {expected}.',
  'foreign-snapshot': 'The selector {selector} needs a snapshot of its schema.',
  'unreadable-row': 'What was given for {table} at {at} cannot be read as a row: {problem}.',
  'duplicate-id':
    'The data gives {table} two rows with the id {id}; leave one out, or receive it, which merges.',
  'unique-taken': 'Entity {id} of {table} cannot have this {field}: it must be unique, and {holder} has it.',
  'parent-circle': 'Entity {id} of {table} is its own ancestor by its parents; empty one of them.',
});
