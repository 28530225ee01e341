import { createHub, createPlainStore } from '@statehouse/hub';
import { createRedactor } from '@statehouse/hub/recording';
import { type ErrorReport, type ErrorReporter, reportErrors } from '@statehouse/observe/errors';

/** An event in the shape that Sentry takes: hand it to `Sentry.captureEvent`. */
function sentryEvent({ atMs, place, errors, fingerprint, breadcrumbs, unsaid }: ErrorReport) {
  return {
    timestamp: atMs / 1_000,
    level: 'error',
    fingerprint,
    tags: { place, code: errors[0]?.code, unsaid },
    // The innermost cause first, and the frames of each from the outermost on.
    exception: {
      values: errors.toReversed().map(({ type, message, stack }) => ({
        type,
        value: message,
        stacktrace: { frames: stack.toReversed().map((line) => ({ function: line })) },
      })),
    },
    breadcrumbs: breadcrumbs.map((crumb) => ({
      timestamp: crumb.atMs / 1_000,
      category: crumb.store,
      message: crumb.name,
      level: crumb.outcome === 'applied' ? 'info' : 'warning',
    })),
  };
}

// In an application: { report: (report) => void Sentry.captureEvent(sentryEvent(report)) }
const reporter: ErrorReporter = {
  report(report) {
    const { exception, breadcrumbs, tags } = sentryEvent(report);
    console.log(tags.place, exception.values.map(({ type, value }) => `${type}: ${value}`).join(' < '));
    console.log(breadcrumbs.map(({ category, message }) => `${category}/${message}`).join(', '));
  },
};
const redactor = createRedactor({ sensitive: ['card'], key: 'at least sixteen bytes' });

const hub = createHub();
hub.plugins.add(reportErrors({ reporter, redactor }));
const till = hub.add(
  'till',
  createPlainStore({
    initial: 0,
    reduce(cents: number, action: { readonly type: 'pay'; readonly cents: number; readonly card: string }) {
      if (action.cents < 0)
        throw new RangeError(`cannot charge ${action.card}`, { cause: new Error('a negative price') });
      return cents + action.cents;
    },
  }),
);
till.dispatch({ type: 'pay', cents: 500, card: '4000 0566 5566 5556' });
try {
  till.dispatch({ type: 'pay', cents: -1, card: '4000 0566 5566 5556' });
} catch {
  // The hub has reported it.
}
