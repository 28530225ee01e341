import { isArray, isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';
import { recordingError } from '../recording-errors.ts';

/** Reads members of one line, and names the line when they are not what they have to be. The value is never named. */
export class LineReader {
  readonly #line: number;

  constructor(line: number) {
    this.#line = line;
  }

  fail(problem: string): Error {
    return recordingError('recording-damaged', { line: this.#line, problem });
  }

  /** The JSON of a text that nests no deeper than so many levels. */
  parse(text: string, maxLevels: number): Json {
    if (levelsOf(text) > maxLevels) throw this.fail(`it nests deeper than ${maxLevels} levels`);
    try {
      const json: Json = JSON.parse(text);
      return json;
    } catch {
      throw this.fail('it is not JSON');
    }
  }

  object(value: Json | undefined, at: string): JsonObject {
    if (!isJsonObject(value)) throw this.fail(`${at} is not an object`);
    return value;
  }

  list(value: Json | undefined, at: string): readonly Json[] {
    if (!isArray(value)) throw this.fail(`${at} is not a list`);
    return value;
  }

  text(value: Json | undefined, at: string): string {
    if (typeof value !== 'string') throw this.fail(`${at} is not a text`);
    return value;
  }

  integer(value: Json | undefined, at: string, least: number): number {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
      throw this.fail(`${at} is not an integer of at least ${least}`);
    }
    return value;
  }

  /** A finite number that is not below zero. */
  duration(value: Json | undefined, at: string): number {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      throw this.fail(`${at} is not a duration`);
    }
    return value;
  }

  hash(value: Json | undefined, at: string): string {
    const text = this.text(value, at);
    if (!/^[0-9a-f]{64}$/.test(text)) throw this.fail(`${at} is not a hash`);
    return text;
  }

  oneOf<const Words extends readonly string[]>(
    value: Json | undefined,
    words: Words,
    at: string,
  ): Words[number] {
    const found = words.find((word) => word === value);
    if (found === undefined) throw this.fail(`${at} is none of ${words.join(', ')}`);
    return found;
  }
}

/** How deep the brackets of a text nest outside of its strings. O(length), without recursion. */
function levelsOf(text: string): number {
  let level = 0;
  let deepest = 0;
  let isInside = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (isInside) {
      if (letter === '\\') at += 1;
      else if (letter === '"') isInside = false;
    } else if (letter === '"') isInside = true;
    else if (letter === '{' || letter === '[') {
      level += 1;
      deepest = Math.max(deepest, level);
    } else if (letter === '}' || letter === ']') level -= 1;
  }
  return deepest;
}
