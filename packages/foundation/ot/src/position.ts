import { type Random, randomId } from '@statehouse/kernel';
import { otError } from './errors.ts';

/*
 * A position key is a fraction in base 62, compared as a string: an order part, then random characters. At the two
 * ends of a list the order part is a whole number whose first character gives its length, so that ten thousand
 * insertions at one end take four characters. Between two keys it is the shortest prefix that separates them.
 */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
/** Two clients that insert at one place draw the same key once in 900 million times; equal neighbours are re-keyed. */
const SUFFIX_LENGTH = 5;
const FIRST_NUMBER = 'a0';
/** No position key from outside is longer. */
export const LONGEST_POSITION = 512;

/** Narrows to a well-formed position key: characters of 0-9A-Za-z, not ending in `0`, so that there is room before it. */
export function isPosition(value: unknown): value is string {
  return (
    typeof value === 'string' && value.length <= LONGEST_POSITION && /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(value)
  );
}

/**
 * Keys strictly between `before` and `after`, strictly increasing as JavaScript compares strings; null stands for the
 * open end. Each ends in random characters, so that two clients inserting at one place get different keys, and keys of
 * one call share a random prefix, so that what two clients paste at one place does not interleave. Where a gap has been
 * halved hundreds of times keys get longer than {@link LONGEST_POSITION} allows: the caller then gives all siblings new ones.
 * @throws StatehouseError `ot/malformed-position` · `ot/position-order`
 */
export function positionsBetween(
  before: string | null,
  after: string | null,
  count: number,
  random: Random,
): string[] {
  if (before !== null && !isPosition(before)) throw malformed('The lower neighbour');
  if (after !== null && !isPosition(after)) throw malformed('The upper neighbour');
  if (before !== null && after !== null && before >= after) throw otError('position-order');
  if (count < 1) return [];
  const slot = slotBetween(before, after) + suffix(random, SUFFIX_LENGTH);
  return count === 1 ? [slot] : spread(slot, count, random);
}

function malformed(where: string) {
  return otError('malformed-position', { where, limit: LONGEST_POSITION });
}

/** Evenly spaced keys behind a common prefix, with room between them. */
function spread(prefix: string, count: number, random: Random): string[] {
  let width = 1;
  while (BASE ** width < 4 * (count + 1)) width += 1;
  const step = Math.floor(BASE ** width / (count + 1));
  const keys: string[] = [];
  for (let index = 1; index <= count; index += 1) {
    keys.push(prefix + digitsOf(index * step, width) + suffix(random, 1));
  }
  return keys;
}

/** A string that separates the two: whatever is put behind it stays between them. */
function slotBetween(before: string | null, after: string | null): string {
  if (before === null && after === null) return FIRST_NUMBER;
  const number =
    after === null ? neighbour(before ?? '', 1) : before === null ? neighbour(after, -1) : undefined;
  return number ?? slotInside(before ?? '', after);
}

/**
 * Looks for the first digit at which the two differ, and from there takes a step of an eighth of the room in two
 * digits, away from the longer neighbour: the longer is the later, and who inserted there will mostly go on there.
 */
function slotInside(before: string, after: string | null): string {
  const upperIsLater = after !== null && after.length > before.length;
  let prefix = '';
  let upper = after;
  for (let index = 0; ; index += 1) {
    const low = digitAt(before, index);
    const high = upper === null ? BASE : digitAt(upper, index);
    if (high > low) {
      const lowPair = low * BASE + digitAt(before, index + 1);
      const highPair = upper === null ? BASE * BASE : high * BASE + digitAt(upper, index + 1);
      const room = highPair - lowPair;
      const step = Math.max(1, Math.floor(room / 8));
      if (room > 1) return prefix + digitsOf(upperIsLater ? highPair - step : lowPair + step, 2);
      upper = null;
    }
    prefix += DIGITS.charAt(low);
  }
}

/** The whole number at the head of a key, one more or less; undefined if the key has none or the scale ends. */
function neighbour(key: string, step: 1 | -1): string | undefined {
  const length = numberLength(key);
  if (length === undefined || key.length < length) return undefined;
  const digits = [...key.slice(1, length)];
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    const digit = DIGITS.indexOf(digits[index] ?? '') + step;
    if (digit >= 0 && digit < BASE) {
      digits[index] = DIGITS.charAt(digit);
      return key.charAt(0) + digits.join('');
    }
    digits[index] = DIGITS.charAt(step > 0 ? 0 : BASE - 1);
  }
  return firstWithHead(key.charCodeAt(0) + step, step);
}

/** Heads `a` to `z` lead numbers of 1 to 26 digits from zero upwards, `Z` down to `A` those below zero. */
function numberLength(key: string): number | undefined {
  const head = key.charCodeAt(0);
  if (head >= 97 && head <= 122) return head - 95;
  if (head >= 65 && head <= 90) return 92 - head;
  return undefined;
}

/** The number that follows when all digits under a head are used up. */
function firstWithHead(headCode: number, step: 1 | -1): string | undefined {
  const code = step > 0 && headCode === 91 ? 97 : step < 0 && headCode === 96 ? 90 : headCode;
  const head = String.fromCharCode(code);
  const length = numberLength(head);
  return length === undefined ? undefined : head + DIGITS.charAt(step > 0 ? 0 : BASE - 1).repeat(length - 1);
}

function digitAt(key: string, index: number): number {
  return index < key.length ? DIGITS.indexOf(key.charAt(index)) : 0;
}

function digitsOf(value: number, width: number): string {
  let digits = '';
  let rest = value;
  for (let index = 0; index < width; index += 1) {
    digits = DIGITS.charAt(rest % BASE) + digits;
    rest = Math.floor(rest / BASE);
  }
  return digits;
}

/** Random characters, the last of them not `0`. */
function suffix(random: Random, length: number): string {
  const last = 1 + Math.floor(random.next() * (BASE - 1));
  return randomId(random, length - 1) + DIGITS.charAt(last);
}
