import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** What a line holds; its members are looked at before they are believed. */
export type JsonLine = Readonly<Record<string, unknown>>;

/** The objects of a file that has one a line. A line that is no object is passed over: a sample need not be whole. */
export async function* readJsonLines(path: string): AsyncGenerator<JsonLine> {
  const lines = createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) {
    const value = parsed(line);
    if (isLine(value)) yield value;
  }
}

/** A member that is a string; empty where it is not. */
export function textIn(line: JsonLine, member: string): string {
  const value = line[member];
  return typeof value === 'string' ? value.toWellFormed() : '';
}

/** A member that is a finite number; undefined where it is not. */
export function numberIn(line: JsonLine, member: string): number | undefined {
  const value = line[member];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A member that is a time, in milliseconds since 1970. */
export function timeIn(line: JsonLine, member: string): number | undefined {
  const time = Date.parse(textIn(line, member));
  return Number.isNaN(time) ? undefined : time;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isLine(value: unknown): value is JsonLine {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
