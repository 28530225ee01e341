import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLoopback } from '../dev/dev-options.ts';
import { cliError } from '../errors.ts';
import { isForeign, passOn } from '../parts/app-proxy.ts';
import { answerError } from '../parts/part-address.ts';

export interface MetricsGatePorts {
  /** Where the server's process tells its metrics; undefined while it is away. */
  target(): number | undefined;
  readonly key: string;
  /** The origins under which the page is served. */
  readonly origins: ReadonlySet<string>;
  /** Whether other machines may read them too. */
  readonly isOpen: boolean;
}

/** IPv4 addresses as an IPv6 socket writes them. */
const MAPPED = /^::ffff:/;

/**
 * Answers `/metrics`. Nobody signs in there, so only who is on the same machine is answered, unless the person who started
 * the server wants it otherwise; and nobody under a foreign name that leads here (DNS rebinding).
 */
export function answerMetrics(
  ports: MetricsGatePorts,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { method, socket } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    answerError(response, 405, cliError('metrics-unknown'));
    return;
  }
  const isHere = isLoopback((socket.remoteAddress ?? '').replace(MAPPED, ''));
  if (!ports.isOpen && (!isHere || isForeign(ports.origins, request))) {
    answerError(response, 403, cliError('metrics-remote'));
    return;
  }
  const port = ports.target();
  if (port === undefined) answerError(response, 503, cliError('server-away'));
  else passOn(port, ports.key, request, response);
}
