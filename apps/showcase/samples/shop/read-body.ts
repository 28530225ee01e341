import type { IncomingMessage } from 'node:http';
import { shopError } from './shop-errors.ts';

/** An order with every line that a basket takes has a fifth of it. */
const MOST_BYTES = 16_384;

/**
 * The JSON of a request. Its size is bounded before anything is parsed, whatever the request says of it.
 *
 * @throws StatehouseError `shop/body-too-large`, `shop/not-json`
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MOST_BYTES) throw shopError('body-too-large', { most: MOST_BYTES });
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    // What stands in the body of a payment is in no message.
    throw shopError('not-json');
  }
}
