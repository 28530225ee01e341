import type { IncomingMessage } from 'node:http';
import { isJsonObject, type JsonObject } from '@statehouse/kernel';
import { officeError } from '../errors.ts';

/** What one request may send. */
export const MAX_BODY_BYTES = 16_384;

/**
 * The JSON object that a request sends; an empty one if it sends nothing. Its length is bounded before anything is parsed.
 *
 * @throws admin/too-large, admin/not-json, admin/bad-request
 */
export async function readBody(request: IncomingMessage): Promise<JsonObject> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    const held = Buffer.from(piece);
    bytes += held.length;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    pieces.push(held);
  }
  if (bytes === 0) return {};
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) throw officeError('not-json');
  const value = parsed(Buffer.concat(pieces).toString('utf8'));
  if (!isJsonObject(value)) throw officeError('bad-request', { problem: 'the body is no JSON object' });
  return value;
}

function tooLarge() {
  return officeError('too-large', { most: MAX_BODY_BYTES });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
