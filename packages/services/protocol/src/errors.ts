import { defineErrors } from '@statehouse/kernel';

/** What can be wrong with a frame. Messages say where, never what stood there. */
export const protocolError = defineErrors('protocol', {
  'frame-too-large': 'The frame is larger than {limit} bytes. Split the submission.',
  'too-deep': 'The frame is nested deeper than {limit} levels.',
  'not-json': 'The frame is not JSON text.',
  'not-text': 'Binary frames are not part of this protocol. Send JSON text.',
  'not-an-object': 'The frame is not a JSON object.',
  'unknown-message': 'The frame has no kind that this version of the protocol knows.',
  'unknown-field': 'There is a member at {at} that this version of the protocol does not know.',
  'missing-field': 'The member {at} is missing.',
  'wrong-type': 'The member {at} is not {expected}.',
  'out-of-range': 'The member {at} is not {expected}.',
  'forbidden-key': 'The frame has a key that is never allowed (__proto__, constructor, prototype).',
  'lone-surrogate': 'The frame has a string that is not well-formed Unicode.',
  'number-too-large': 'The frame has a number that is not finite.',
  'too-many-operations': 'The submission has more than {limit} operations. Split it.',
  'empty-submission': 'The submission has no operations.',
  'presence-too-large': 'The presence is larger than {limit} bytes.',
  'unsupported-version':
    'The client speaks another version of the protocol; this server speaks version {version}.',
  'damaged-record': 'The log record at version {version} is damaged: {what}.',
});
