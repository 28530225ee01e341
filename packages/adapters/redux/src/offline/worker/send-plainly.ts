import { type Clock, isJsonObject } from '@statehouse/kernel';
import type { StoredEntry } from '../kept/kept-entry.ts';
import { withKeyHeader } from '../request.ts';
import type { Attempt } from '../sending/attempt.ts';
import { judgeError } from '../sending/judge.ts';
import { readRetryAfter } from '../sending/retry-after.ts';

export interface PlainSend {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

/** Sends an entry without the application: its request as `fetchBaseQuery` would send it, with JSON in both directions. */
export async function sendPlainly(
  { request, idempotencyKey }: StoredEntry,
  signal: AbortSignal,
  { baseUrl, fetch, clock }: PlainSend,
): Promise<Attempt> {
  const { url, method, headers, body, params } = withKeyHeader(request, idempotencyKey);
  const address = new URL(String(url).replace(/^\//, ''), baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  for (const [name, value] of isJsonObject(params) ? Object.entries(params) : []) {
    address.searchParams.append(name, String(value));
  }
  const named = new Headers({ accept: 'application/json' });
  for (const [name, value] of isJsonObject(headers) ? Object.entries(headers) : [])
    named.set(name, String(value));
  if (body !== undefined && typeof body !== 'string' && !named.has('content-type')) {
    named.set('content-type', 'application/json');
  }
  const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const init = { method: String(method ?? 'GET'), headers: named, signal };
  try {
    const response = await fetch(address, content === undefined ? init : { ...init, body: content });
    return await readAnswer(response, clock.nowMs());
  } catch (thrown) {
    return { verdict: 'unanswered', error: { status: 'FETCH_ERROR', error: String(thrown) } };
  }
}

async function readAnswer(response: Response, nowMs: number): Promise<Attempt> {
  const text = await response.text();
  const { status, ok } = response;
  const data = parseBody(text);
  if (ok && data !== unreadable) return { verdict: 'done', data, meta: undefined };
  const error =
    data === unreadable ? { status: 'PARSING_ERROR', originalStatus: status, data: text } : { status, data };
  return { verdict: judgeError(error), error, retryAfterMs: readRetryAfter(response.headers, nowMs) };
}

const unreadable = Symbol('unreadable');

function parseBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return unreadable;
  }
}
