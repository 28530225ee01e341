import { isArray, isJsonObject, isWellFormedText, type JsonObject } from '@statehouse/kernel';
import { protocolError } from './errors.ts';
import { isSuspicious, scanFrame } from './frame-scan.ts';
import { utf8Length } from './shape.ts';

/** What a frame must keep before it is parsed. */
export interface FrameLimits {
  readonly maxFrameBytes: number;
  /** Undefined: whoever reads the value bounds its depth. */
  readonly maxDepth: number | undefined;
}

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Text from a socket to a JSON object that is safe to hand on: bounded in size and depth before it is parsed (by one
 * linear scan, no recursion), without forbidden keys, lone surrogates, infinities or −0 (which becomes 0).
 * @throws StatehouseError `protocol/…`
 */
export function parseFrame(text: string, limits: FrameLimits): JsonObject {
  const { maxFrameBytes, maxDepth } = limits;
  if (text.length > maxFrameBytes || (text.length * 3 > maxFrameBytes && utf8Length(text) > maxFrameBytes)) {
    throw protocolError('frame-too-large', { limit: maxFrameBytes });
  }
  const suspicious = maxDepth === undefined ? isSuspicious(text) : scanWithin(text, maxDepth);
  const value = parseJson(text);
  if (!isJsonObject(value)) throw protocolError('not-an-object');
  if (suspicious || mentionsForbiddenKey(text) || !isWellFormedText(text)) return inspect(value);
  return value;
}

function scanWithin(text: string, maxDepth: number): boolean {
  const { depth, suspicious } = scanFrame(text);
  if (depth > maxDepth) throw protocolError('too-deep', { limit: maxDepth });
  return suspicious;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text, so it is not kept as a cause.
    throw protocolError('not-json');
  }
}

function mentionsForbiddenKey(text: string): boolean {
  return text.includes('__proto__') || text.includes('constructor') || text.includes('prototype');
}

/** The slow way, for the few frames that might hold something forbidden: looks at every key, string and number. */
function inspect(root: JsonObject): JsonObject {
  let minusZero = false;
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') {
      if (!isWellFormedText(value)) throw protocolError('lone-surrogate');
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw protocolError('number-too-large');
      if (Object.is(value, -0)) minusZero = true;
    } else if (isArray(value)) {
      for (const item of value) open.push(item);
    } else if (isJsonObject(value)) {
      for (const key of Object.keys(value)) {
        if (FORBIDDEN_KEYS.has(key)) throw protocolError('forbidden-key');
        if (!isWellFormedText(key)) throw protocolError('lone-surrogate');
        open.push(value[key]);
      }
    }
  }
  return minusZero ? withoutMinusZero(root) : root;
}

function withoutMinusZero(root: JsonObject): JsonObject {
  const value: unknown = JSON.parse(JSON.stringify(root));
  return isJsonObject(value) ? value : root;
}
