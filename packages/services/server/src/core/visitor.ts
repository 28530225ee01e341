import type { StatehouseError } from '@statehouse/kernel';
import { encodeServerMessage } from '@statehouse/protocol';
import type { Claims } from './claims.ts';
import type { Environment } from './environment.ts';

/** A connection that has been let in: whose it is, and which client speaks on it. */
export interface Visitor {
  readonly connection: string;
  readonly client: string;
  readonly claims: Claims;
}

/** Tells one connection that something was not accepted. */
export function sendError(
  environment: Environment,
  connection: string,
  error: StatehouseError,
  document?: string,
): void {
  const { code, message, details } = error;
  const about = document === undefined ? {} : { document };
  const frame = encodeServerMessage({ kind: 'error', code, message, ...about, details });
  environment.metrics.count('server_errors_answered', 1, { code });
  environment.emit({ kind: 'send', connections: [connection], frame });
}
