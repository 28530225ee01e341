import { defineErrors } from '@statehouse/kernel';

/** The coded errors of `@statehouse/observe`. */
export const observeError = defineErrors('observe', {
  'bad-bound': 'The bound {bound} of observe is {given}; it has to be a whole number of at least {least}.',
  'bad-rule': 'The alert rule {rule} cannot be judged: {problem}',
  'bad-rate': 'The sample rate of analytics is {given}; it has to be between 0 and 1.',
  'metric-kind': 'The metric {metric} was reported as two kinds of metric. Give one of them another name.',
  'handler-failed': 'The handler {handler} of observe threw. What it was told stays as it is.',
});
