import type { AddressInfo } from 'node:net';

/** Tells the bench, in the first line of stdout, where a server listens. */
export function announce(address: AddressInfo | string | null): void {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  process.stdout.write(`${JSON.stringify({ url: `ws://127.0.0.1:${address.port}` })}\n`);
}
