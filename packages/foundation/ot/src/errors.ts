import { defineErrors } from '@statehouse/kernel';

/** The coded errors of this package, `ot/…`. Messages name places and limits, never the offending value. */
export const otError = defineErrors('ot', {
  'effect-mismatch': 'The effect was made on another state ({why} in table {table}): reload the document.',
  'malformed-operation': '{where} is malformed: expected {expected}.',
  'malformed-effect': '{where} is malformed: expected {expected}.',
  'malformed-conflicts': '{where} is malformed: expected {expected}.',
  'malformed-delta': '{where} is not a text delta in normal form.',
  'duplicate-text-delta':
    '{where} changes a text that an earlier edit of the operation changes: compose the two deltas.',
  'unknown-member': '{where} has a member that is not part of the format.',
  'forbidden-key': '{where} uses a key that is reserved by the JavaScript engine: rename it.',
  'lone-surrogate': '{where} holds half a surrogate pair: cut strings between characters.',
  'unsafe-number': '{where} is not a number that JSON and all replicas can hold exactly.',
  'not-json': '{where} is not a plain JSON value.',
  'too-deep': '{where} is nested deeper than {limit} levels.',
  'too-many-edits': 'An operation holds at most {limit} edits: split it into a group.',
  'id-length': '{where} must have 1 to {limit} bytes in UTF-8.',
  'position-order': 'There is no position between these two: the first must be smaller than the second.',
  'malformed-position':
    '{where} is not a position key: 1 to {limit} characters of 0-9A-Za-z, not ending in 0.',
});
