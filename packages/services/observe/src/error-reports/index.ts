export type { Breadcrumb, ErrorReport, ErrorReporter, ReportedError } from './error-report.ts';
export { type ReportErrorsOptions, reportErrors } from './report-errors.ts';
