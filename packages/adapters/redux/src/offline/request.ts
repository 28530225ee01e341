import { isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';
import { copyJson, notJson } from '../query/json-argument.ts';
import { offlineError } from './errors.ts';

/** Headers that say who asks: they are put on when a request is sent, and never kept. */
const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-api-key',
  'x-auth-token',
  'x-csrf-token',
  'x-xsrf-token',
]);

/**
 * What an endpoint's `query` has answered, as it can be kept: plain JSON, with its headers by name in lower case. A text is the
 * address.
 *
 * @throws StatehouseError `redux/offline-request`, `redux/offline-secret`
 */
export function describeRequest(args: unknown, endpoint: string): JsonObject {
  const plain = typeof args === 'string' ? { url: args } : args;
  if (!isJsonObject(plain)) throw offlineError('offline-request', { endpoint, part: 'request' });
  const { headers, ...rest } = plain;
  const named = headers === undefined ? {} : { headers: nameHeaders(headers, endpoint) };
  const kept = keepJson({ ...rest, ...named }, endpoint, 'request');
  if (!isJsonObject(kept)) throw offlineError('offline-request', { endpoint, part: 'request' });
  return kept;
}

/**
 * A copy of a value that JSON can hold.
 *
 * @throws StatehouseError `redux/offline-request`
 */
export function keepJson(value: unknown, endpoint: string, part: string): Json {
  const copy = copyJson(value);
  if (copy === notJson) throw offlineError('offline-request', { endpoint, part });
  return JSON.parse(JSON.stringify(copy));
}

function nameHeaders(headers: unknown, endpoint: string): Record<string, string> {
  const named: Record<string, string> = {};
  for (const [name, value] of listHeaders(headers, endpoint)) {
    const header = name.toLowerCase();
    if (secretHeaders.has(header)) throw offlineError('offline-secret', { endpoint, header });
    named[header] = value;
  }
  return named;
}

/** The pairs of all three shapes that headers have in `fetch`. */
function listHeaders(headers: unknown, endpoint: string): readonly (readonly [string, string])[] {
  if (headers instanceof Headers) {
    const pairs: [string, string][] = [];
    headers.forEach((value, name) => void pairs.push([name, value]));
    return pairs;
  }
  const entries = Array.isArray(headers)
    ? headers
    : isJsonObject(headers)
      ? Object.entries(headers)
      : undefined;
  if (entries === undefined) throw offlineError('offline-request', { endpoint, part: 'headers' });
  return entries
    .filter((pair: unknown): pair is [string, unknown] => Array.isArray(pair) && pair[1] !== undefined)
    .map(([name, value]) => [String(name), String(value)]);
}

/** The request with its idempotency key in a header, as most servers look for it. */
export function withKeyHeader(request: JsonObject, key: string): JsonObject {
  const headers = isJsonObject(request.headers) ? request.headers : {};
  return { ...request, headers: { ...headers, 'idempotency-key': key } };
}
