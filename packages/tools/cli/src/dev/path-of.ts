import type { IncomingMessage } from 'node:http';

/** As it was sent: nothing is resolved in it, and nothing that anybody sends makes this throw. */
export function pathOf(request: IncomingMessage): string {
  return request.url?.split('?', 1)[0] ?? '/';
}
