import type { ServerResponse } from 'node:http';

/** Answers with a text that nobody is to keep. */
export function respondPlain(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}
