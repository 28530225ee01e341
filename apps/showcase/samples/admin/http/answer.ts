import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import { statusOf } from '../errors.ts';

/** What is sent back: JSON, or nothing where `body` is empty. */
export interface Answer {
  readonly status: number;
  /** JSON. */
  readonly body: string;
  readonly headers?: OutgoingHttpHeaders;
}

export function answerOf(value: unknown, status = 200): Answer {
  return { status, body: JSON.stringify(value) };
}

export const NOTHING: Answer = { status: 204, body: '' };

export function sendAnswer(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, {
    ...(body === '' ? {} : { 'content-type': 'application/json' }),
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body);
}

/** A refusal of this server as an answer. What is no refusal is thrown on. */
export function refusalOf(error: unknown): Answer {
  const status = isStatehouseError(error) ? statusOf(error) : undefined;
  if (!isStatehouseError(error) || status === undefined) throw error;
  return { ...answerOf(told(error), status), headers: wordsForBrowsers(status) };
}

function told({ code, message, details }: StatehouseError) {
  return { code, message, details };
}

function wordsForBrowsers(status: number): OutgoingHttpHeaders {
  return status === 401 ? { 'www-authenticate': 'Bearer realm="office"' } : {};
}
