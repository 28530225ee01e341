import { isStatehouseError, type Json } from '@statehouse/kernel';

/** One error of a chain of causes, without secrets. */
export interface ReportedError {
  readonly type: string;
  readonly message: string;
  /** The stable code, of an error that has one. */
  readonly code: string | undefined;
  /** As the engine writes it, without the message. */
  readonly stack: readonly string[];
}

/** What happened shortly before. */
export interface Breadcrumb {
  readonly atMs: number;
  readonly store: string;
  readonly name: string;
  readonly outcome: 'applied' | 'failed' | 'refused';
}

/** A problem as it is reported: plain data without secrets. */
export interface ErrorReport {
  /** The time of day. */
  readonly atMs: number;
  /** A store's, plugin's or derived value's name. */
  readonly place: string;
  /** The error, and what it says that it was caused by. */
  readonly errors: readonly ReportedError[];
  /** What led to it, if an input did. */
  readonly input: Json | undefined;
  /** Equal for what is most likely the same fault. */
  readonly fingerprint: readonly string[];
  /** Oldest first. */
  readonly breadcrumbs: readonly Breadcrumb[];
  /** How often the same fault came since it was last reported, without a report. */
  readonly unsaid: number;
}

/** Where reports go: a service for errors, a log, a test. What it throws is told to nobody. */
export interface ErrorReporter {
  report(report: ErrorReport): void;
}

const MOST_CAUSES = 5;
const MOST_FRAMES = 30;

/** An error with its causes, each text put through `redact`. What is thrown without being an error has a type too. */
export function reportedErrors(error: unknown, redact: (text: string) => string): readonly ReportedError[] {
  const errors: ReportedError[] = [];
  const seen = new Set<unknown>();
  for (let next = error; errors.length < MOST_CAUSES && !seen.has(next); next = next.cause) {
    seen.add(next);
    errors.push(reportedError(next, redact));
    if (!(next instanceof Error) || next.cause === undefined) break;
  }
  return errors;
}

function reportedError(error: unknown, redact: (text: string) => string): ReportedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: redact(wordsOf(error)), code: undefined, stack: [] };
  const { name, message, stack = '' } = error;
  return {
    type: redact(name),
    message: redact(message),
    code: isStatehouseError(error) ? error.code : undefined,
    stack: framesOf(stack).map(redact),
  };
}

/** What is thrown may be anything, even something that does not let itself be written. */
function wordsOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'something that cannot be written';
  }
}

/** The lines of a stack that name places: those of V8 begin with `at`, those of others have an `@`. */
function framesOf(stack: string): readonly string[] {
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at |@.*:\d+/.test(line))
    .slice(0, MOST_FRAMES);
}

/** What tells faults apart: where, what kind, and which line of the program. Messages are no part of it: they have ids in them. */
export function fingerprintOf(place: string, [first]: readonly ReportedError[]): readonly string[] {
  return [place, first?.code ?? first?.type ?? '', first?.stack[0] ?? ''];
}
