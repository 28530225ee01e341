import {
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { isIP } from 'node:net';
import { pipeline } from 'node:stream';
import { cliError } from '../errors.ts';
import { APP_KEY_HEADER, answerError } from './part-address.ts';

export interface AppProxyPorts {
  /** Where the parts answer on loopback; `none`: the application has no parts; `away`: its server is. */
  target(): number | 'none' | 'away';
  readonly key: string;
  /** The origins under which the page is served. */
  readonly origins: ReadonlySet<string>;
}

/** Headers that speak of one connection only (RFC 9110, 7.6.1), with those that older proxies use. */
const HOP_BY_HOP: readonly string[] = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const MOST_HEAD_BYTES = 16_384;

/**
 * Passes a request under `/app/` on to the server's process, and its answer back, byte for byte as they come. A page
 * of another site may at most read, and only under a name of this server: a foreign name that leads here (DNS
 * rebinding) is refused. When either side goes away, the other is told.
 */
export function proxyApp(ports: AppProxyPorts, request: IncomingMessage, response: ServerResponse): void {
  if (isForeign(ports.origins, request)) {
    answerError(response, 403, cliError('app-foreign'));
    return;
  }
  const port = ports.target();
  if (port === 'none') answerError(response, 404, cliError('no-parts'));
  else if (port === 'away') answerError(response, 503, cliError('server-away'));
  else passOn(port, ports.key, request, response);
}

/** Passes a request on to a port of the server's process, and the answer back. */
export function passOn(port: number, key: string, request: IncomingMessage, response: ServerResponse): void {
  const upstream = httpRequest({
    host: '127.0.0.1',
    port,
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: { ...requestHeaders(request), [APP_KEY_HEADER]: key },
    // A connection of its own, which this side ends: what a part does not read of a body breaks nothing then.
    agent: false,
    maxHeaderSize: MOST_HEAD_BYTES,
    setDefaultHeaders: false,
  });
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer));
    // The head of a stream of events goes out before its first event.
    response.flushHeaders();
    pipeline(answer, response, () => upstream.destroy());
  });
  upstream.on('error', () => {
    if (!response.writableEnded) answerError(response, 503, cliError('server-away'));
  });
  response.on('close', () => upstream.destroy());
  request.on('error', () => upstream.destroy());
  request.pipe(upstream);
}

function requestHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const headers = endToEnd(request);
  delete headers.expect;
  headers.connection = 'keep-alive';
  // A body without a length is framed again; without this, the methods that seldom have one would lose its framing.
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
  return headers;
}

/** The headers of a message that are for its last reader. */
function endToEnd({ headersDistinct, headers }: IncomingMessage): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const dropped = new Set([...HOP_BY_HOP, ...named]);
  const kept: OutgoingHttpHeaders = {};
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    if (!dropped.has(name) && name !== APP_KEY_HEADER) kept[name] = values.length === 1 ? values[0] : values;
  }
  return kept;
}

/** Whether what would change something comes from another page, or anything under a name that is not this server's. */
export function isForeign(
  origins: ReadonlySet<string>,
  { method = 'GET', headers }: IncomingMessage,
): boolean {
  if (!READING.has(method)) return !origins.has(headers.origin ?? '');
  const name = hostName(headers.host);
  if (name === undefined) return true;
  return isIP(name) === 0 && ![...origins].some((origin) => new URL(origin).hostname === name);
}

/** The name in a Host header, without brackets and port. */
function hostName(host: string | undefined): string | undefined {
  const url = `http://${host ?? ''}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : undefined;
}
