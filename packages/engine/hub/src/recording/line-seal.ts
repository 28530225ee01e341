import { digestOf } from '../hashing/state-hash.ts';

const SUM = /,"sum":"([0-9a-f]{16})"\}$/;

/** What a sum and a line break add to a line. */
export const LETTERS_OF_A_SEAL = 26;

/** Before the first line. */
export const FIRST_SUM = '';

export interface SealedLine {
  readonly text: string;
  readonly sum: string;
}

/**
 * A line of JSON, an object that is not empty, with a sum over itself and all lines before it, so that one that is changed, missing or out of place is found.
 * It is a guard against damage, not against people.
 */
export function sealLine(previousSum: string, body: string): SealedLine {
  const sum = sumOf(previousSum, body);
  return { text: `${body.slice(0, -1)},"sum":"${sum}"}`, sum };
}

/** What a line says without its sum; undefined when the sum is not that of the line. */
export function openLine(
  previousSum: string,
  line: string,
): { readonly body: string; readonly sum: string } | undefined {
  const match = SUM.exec(line);
  const sum = match?.[1];
  if (match === null || sum === undefined) return undefined;
  const body = `${line.slice(0, match.index)}}`;
  return sumOf(previousSum, body) === sum ? { body, sum } : undefined;
}

function sumOf(previousSum: string, body: string): string {
  return digestOf(`${previousSum}\n${body}`).slice(0, 16);
}
