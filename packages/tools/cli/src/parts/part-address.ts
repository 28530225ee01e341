import type { ServerResponse } from 'node:http';
import type { StatehouseError } from '@statehouse/kernel';

/** Under which the parts of an application answer. */
export const APP_PATH = '/app/';

/** Carries, from the supervisor to the server's process, what proves that a request came through it. */
export const APP_KEY_HEADER = 'x-statehouse-app-key';

/** A part, and the rest of an address: from the slash after the part's name on, the query included. */
export interface PartAddress {
  readonly part: string;
  readonly rest: string;
}

/** Takes `/app/<name>/…` apart. What a part does with dots and escapes in the rest is its own business. */
export function partAddress(url: string | undefined): PartAddress | undefined {
  const match = /^\/app\/([a-z0-9-]+)(\/[^?#]*)?(\?[^#]*)?$/.exec(url ?? '');
  const part = match?.[1];
  return part === undefined ? undefined : { part, rest: `${match?.[2] ?? '/'}${match?.[3] ?? ''}` };
}

/** Answers with a coded error as JSON; a response that has begun is broken off, so that nobody takes it for whole. */
export function answerError(
  response: ServerResponse,
  status: number,
  { code, message }: StatehouseError,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const text = JSON.stringify({ code, message });
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}
