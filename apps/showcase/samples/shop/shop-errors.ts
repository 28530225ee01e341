import { defineErrors } from '@statehouse/kernel';

/** What the shop answers to requests that are none. */
export const shopError = defineErrors('shop', {
  'no-such-place': 'There is nothing at {path}.',
  'wrong-method': '{path} is asked by {method}.',
  'not-signed-in': 'Sign in first: the shop has to know whose basket it is.',
  'body-too-large': 'The body may have {most} bytes.',
  'not-json': 'The body is not JSON.',
  'ill-formed': 'The request is not what the shop takes at {at}: {problem}.',
  away: 'The shop is away, as you asked it to be.',
});
