import type { JournalEntry, Plugin, Problem } from '@statehouse/hub';
import { type Clock, type Json, systemClock } from '@statehouse/kernel';
import { Repeats } from '../repeats.ts';
import { type Breadcrumb, type ErrorReporter, fingerprintOf, reportedErrors } from './error-report.ts';

export interface ReportErrorsOptions {
  readonly reporter: ErrorReporter;
  /** Takes secrets out: that of the hub (`createRedactor` of `@statehouse/hub/recording`). */
  readonly redactor: { redact(value: unknown, ...path: readonly string[]): Json };
  /** The same fault is reported once in this time, and then says how often it came; a minute unless told. */
  readonly everyMs?: number;
  /** Entries of the journal that stand in a report; 20 unless told. */
  readonly maxBreadcrumbs?: number;
  readonly clock?: Clock;
}

/**
 * A plugin that reports what goes wrong on a hub: in reducers, plugins, listeners, derived values, effects, and whatever is
 * told by `hub.report`. Messages, stacks and inputs are redacted before anybody has them.
 *
 * @example
 * import { createHub } from '@statehouse/hub';
 * import { createRedactor } from '@statehouse/hub/recording';
 * import { reportErrors } from '@statehouse/observe/errors';
 *
 * const redactor = createRedactor({ sensitive: ['password'], key: 'at least sixteen bytes' });
 * const reporter = { report: (report) => console.warn(report.errors[0]?.message) };
 * createHub().plugins.add(reportErrors({ reporter, redactor }));
 */
export function reportErrors(options: ReportErrorsOptions): Plugin {
  const { reporter, redactor, everyMs = 60_000, maxBreadcrumbs = 20, clock = systemClock } = options;
  const faults = new Repeats(everyMs);
  const breadcrumbs: Breadcrumb[] = [];
  const redact = (text: string) => String(redactor.redact(text));
  return {
    name: 'report-errors',
    afterChange(entry) {
      breadcrumbs.push(breadcrumbOf(entry, clock.nowMs()));
      if (breadcrumbs.length > maxBreadcrumbs) breadcrumbs.shift();
    },
    onError({ error, place, input }: Problem) {
      // First, so that secrets of the input are known when they stand in a message.
      const shownInput = input === undefined ? undefined : redactor.redact(input, place);
      const errors = reportedErrors(error, redact);
      const fingerprint = fingerprintOf(place, errors);
      const atMs = clock.nowMs();
      const unsaid = faults.allow(atMs, ...fingerprint);
      if (unsaid === undefined) return;
      const known = breadcrumbs.map((crumb) => ({ ...crumb, name: redact(crumb.name) }));
      try {
        reporter.report({
          atMs,
          place,
          errors,
          input: shownInput,
          fingerprint,
          breadcrumbs: known,
          unsaid,
        });
      } catch {
        // It is itself where errors go: to report that it failed would be a loop.
      }
    },
  };
}

function breadcrumbOf({ changes, name, outcome }: JournalEntry, atMs: number): Breadcrumb {
  return { atMs, store: changes[0]?.store ?? '', name, outcome: outcome.kind };
}
