import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { isArray, type Json, type JsonObject } from '@statehouse/kernel';
import { MAP, SET } from '../redaction/marks.ts';
import { isPairs } from '../redaction/revive.ts';

/** What is written no longer than this stands in its parent as it is; longer parts by half of their digest. */
const MOST_LETTERS_INSIDE = 64;
const LETTERS_OF_A_PART = 32;
const MANY_KEYS = 64;
const MOST_NAMES = 20_000;

/** How an object is written inside of another: an object that two states share is digested once. */
const written = new WeakMap<object, string>();
/** Of whole states. */
const hashes = new WeakMap<object, string>();
/** Names of members as they are written: a wide object has the same ones in each of its states. */
const names = new Map<string, string>();

/** SHA-256 of a text, in hexadecimal digits. */
export function digestOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * The hash of a projection: a Merkle tree over its parts. The order of an object's members, of a map's pairs and of a
 * set's members makes no difference, nor does the sign of zero. Costs only what is new since the last call. The
 * projection is not to change afterwards.
 */
export function stateHash(json: Json): string {
  if (typeof json !== 'object' || json === null) return digestOf(writtenOf(json));
  const known = hashes.get(json);
  if (known !== undefined) return known;
  const hash = digestOf(textOf(json));
  hashes.set(json, hash);
  return hash;
}

function writtenOf(json: Json): string {
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  const known = written.get(json);
  if (known !== undefined) return known;
  const text = textOf(json);
  const short = text.length <= MOST_LETTERS_INSIDE ? text : `#${digestOf(text).slice(0, LETTERS_OF_A_PART)}`;
  written.set(json, short);
  return short;
}

/** No two values are written alike: what is digested begins with `#`, as no JSON does, and maps and sets with a letter. */
function textOf(json: readonly Json[] | JsonObject): string {
  if (isArray(json)) return `[${json.map(writtenOf).join()}]`;
  const keys = sortedKeys(json);
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) {
    const inner = json[only];
    if (only === MAP && isPairs(inner)) return `m[${inner.map(writtenOf).sort().join()}]`;
    if (only === SET && isArray(inner)) return `s[${inner.map(writtenOf).sort().join()}]`;
  }
  return `{${keys.map((key) => `${nameOf(key)}:${writtenOf(json[key] ?? null)}`).join()}}`;
}

/** The keys of the widest object last seen: its next state has the same ones, and sorting them is most of the work. */
let lastKeys: { readonly given: readonly string[]; readonly sorted: readonly string[] } = {
  given: [],
  sorted: [],
};

function sortedKeys(json: JsonObject): readonly string[] {
  const given = Object.keys(json);
  if (given.length < MANY_KEYS) return given.sort();
  const { given: before } = lastKeys;
  if (before.length === given.length && given.every((key, at) => key === before[at])) return lastKeys.sorted;
  lastKeys = { given, sorted: given.toSorted() };
  return lastKeys.sorted;
}

function nameOf(key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  if (names.size >= MOST_NAMES) names.clear();
  const name = JSON.stringify(key);
  names.set(key, name);
  return name;
}
