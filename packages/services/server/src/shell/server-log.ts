import { pino } from 'pino';

/** Structured log lines; a pino logger is one. Fields never hold tokens or content. */
export interface ServerLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** One JSON object a line on standard output. */
export function createServerLog(): ServerLog {
  return pino({ name: 'statehouse' });
}
