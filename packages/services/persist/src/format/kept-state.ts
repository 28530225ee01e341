import { isArray, isJsonObject, type Json } from '@statehouse/kernel';
import type { KeyValueStore, KeyValueWrite } from '@statehouse/storage';
import type { StateCodec } from '../codec/codec.ts';
import { applyDifferences, type Difference } from '../patch/patch.ts';
import { sealed, unsealed } from './checksum.ts';
import { endOf, type Keys } from './keys.ts';

/** What a generation says of itself. */
export interface Meta {
  readonly version: number;
  readonly chunks: number;
  readonly savedAtMs: number;
}

/** What was read back. */
export interface KeptState {
  readonly generation: number;
  readonly meta: Meta;
  readonly state: unknown;
  /** How many records of its log were applied, and the checksum of the last. */
  readonly records: number;
  readonly lastCheck: string;
  /** About how long they are, in UTF-16 code units. */
  readonly recordSize: number;
  readonly snapshotSize: number;
  readonly savedAtMs: number;
}

/** What did not fit its checksum, by key. */
export interface Damage {
  readonly problem: string;
  readonly keys: readonly string[];
}

export interface Reading {
  /** Undefined when nothing is kept, or nothing of it can be read. */
  readonly kept: KeptState | undefined;
  readonly damage: Damage | undefined;
}

/** Longer snapshots are cut. In UTF-16 code units. */
const CHUNK = 500_000;

/** Reads the newest generation that is sound, and its log as far as that is. */
export async function readKept(storage: KeyValueStore, keys: Keys, codec: StateCodec): Promise<Reading> {
  const all = new Map(await storage.range(...keys.generations));
  const named = Number(unsealed(await storage.get(keys.head)));
  const generations = [...new Set([...all.keys()].map((key) => keys.generationOf(key)))].sort(
    (a, b) => b - a,
  );
  const isHeadThere = (await storage.get(keys.head)) !== undefined;
  const isHeadDamaged = Number.isNaN(named) && isHeadThere;
  // Without a head nothing was ever finished, unless there is what only comes after one.
  const isHeadLost = !isHeadThere && [...all.keys()].some((key) => keys.isAfterHead(key));
  // Where the head says nothing, the newest that is whole is the one.
  const candidates = isHeadDamaged || isHeadLost ? generations : generations.filter((each) => each === named);
  const broken: string[] = isHeadDamaged ? [keys.head] : [];
  for (const generation of candidates) {
    const { found, damaged } = readGeneration(all, keys, generation, codec);
    broken.push(...damaged);
    if (found === undefined) continue;
    const headProblem = isHeadLost ? 'its head is gone' : 'its head does not fit its checksum';
    const problem = isHeadDamaged || isHeadLost ? headProblem : 'records of its log do not fit';
    const isSound = broken.length === 0 && !isHeadLost;
    return { kept: found, damage: isSound ? undefined : { problem, keys: broken } };
  }
  const isLost = candidates.length > 0 || (!isHeadDamaged && !Number.isNaN(named));
  if (!isLost && broken.length === 0) return { kept: undefined, damage: undefined };
  return {
    kept: undefined,
    damage: { problem: 'its snapshot cannot be read', keys: [...new Set([...broken, ...all.keys()])] },
  };
}

function readGeneration(
  all: ReadonlyMap<string, string>,
  keys: Keys,
  generation: number,
  codec: StateCodec,
): { readonly found: KeptState | undefined; readonly damaged: readonly string[] } {
  const meta = parseMeta(unsealed(all.get(keys.meta(generation))));
  if (meta === undefined) return { found: undefined, damaged: [] };
  const pieces: string[] = [];
  for (let at = 0; at < meta.chunks; at += 1) {
    const piece = unsealed(all.get(keys.chunk(generation, at)), String(at));
    if (piece === undefined) return { found: undefined, damaged: [] };
    pieces.push(piece);
  }
  const snapshot = pieces.join('');
  const base = parsed(snapshot);
  if (base === undefined) return { found: undefined, damaged: [] };
  const differences: Difference[] = [];
  let { savedAtMs } = meta;
  let records = 0;
  let recordSize = 0;
  let before = '';
  for (; ; records += 1) {
    const sealedRecord = all.get(keys.log(generation, records));
    const record = parseRecord(unsealed(sealedRecord, before), codec);
    if (sealedRecord === undefined || record === undefined) break;
    before = sealedRecord.slice(0, 8);
    recordSize += sealedRecord.length;
    savedAtMs = record.savedAtMs;
    for (const difference of record.differences) differences.push(difference);
  }
  const damaged = [...all.keys()].filter(
    (key) => key.startsWith(`${keys.generation(generation)}/log/`) && key >= keys.log(generation, records),
  );
  const state = applyDifferences(codec.decode(base.value), differences);
  const snapshotSize = snapshot.length;
  return {
    found: { generation, meta, state, records, lastCheck: before, recordSize, snapshotSize, savedAtMs },
    damaged,
  };
}

/** What a record of the log says: what changed since the one before it. */
export function recordWrite(
  keys: Keys,
  codec: StateCodec,
  place: { readonly generation: number; readonly at: number; readonly before: string },
  differences: readonly Difference[],
  savedAtMs: number,
): { readonly write: KeyValueWrite; readonly check: string } {
  const list = differences.map((difference) => encodeDifference(difference, codec));
  const value = sealed(JSON.stringify({ savedAtMs, differences: list }), place.before);
  return { write: { key: keys.log(place.generation, place.at), value }, check: value.slice(0, 8) };
}

/** What makes a whole state a generation, in the order in which it has to be written; the head comes after all of it. */
export function generationWrites(
  keys: Keys,
  generation: number,
  text: string,
  version: number,
  savedAtMs: number,
): { readonly body: readonly KeyValueWrite[]; readonly head: KeyValueWrite } {
  const chunks = Math.max(1, Math.ceil(text.length / CHUNK));
  const body: KeyValueWrite[] = Array.from({ length: chunks }, (_, at) => ({
    key: keys.chunk(generation, at),
    value: sealed(text.slice(at * CHUNK, (at + 1) * CHUNK), String(at)),
  }));
  const meta: Meta = { version, chunks, savedAtMs };
  body.push({ key: keys.meta(generation), value: sealed(JSON.stringify(meta)) });
  return { body, head: headWrite(keys, generation) };
}

/** Makes a generation the valid one. */
export function headWrite(keys: Keys, generation: number): KeyValueWrite {
  return { key: keys.head, value: sealed(String(generation)) };
}

/** Deletes everything of the generations but one. */
export async function dropOtherGenerations(
  storage: KeyValueStore,
  keys: Keys,
  generation: number,
): Promise<void> {
  const [from, to] = keys.generations;
  const own = keys.generation(generation);
  const others = [...(await storage.range(from, own)), ...(await storage.range(endOf(own), to))];
  await storage.write(others.map(([key]) => ({ key, value: undefined })));
}

function parsed(text: string): { readonly value: Json } | undefined {
  try {
    const value: Json = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}

function parseMeta(text: string | undefined): Meta | undefined {
  const value = text === undefined ? undefined : parsed(text)?.value;
  if (!isJsonObject(value)) return undefined;
  const { version, chunks, savedAtMs } = value;
  const isMeta = typeof version === 'number' && typeof chunks === 'number' && typeof savedAtMs === 'number';
  return isMeta ? { version, chunks, savedAtMs } : undefined;
}

function parseRecord(
  text: string | undefined,
  codec: StateCodec,
): { readonly savedAtMs: number; readonly differences: readonly Difference[] } | undefined {
  const value = text === undefined ? undefined : parsed(text)?.value;
  if (!isJsonObject(value) || typeof value.savedAtMs !== 'number' || !isArray(value.differences))
    return undefined;
  const differences = value.differences.map((each: Json) => decodeDifference(each, codec));
  return { savedAtMs: value.savedAtMs, differences: differences.filter((each) => each !== undefined) };
}

export function encodeDifference(difference: Difference, codec: StateCodec): Json {
  const { path } = difference;
  if (difference.kind === 'gone') return [path, 'gone'];
  if (difference.kind === 'set') return [path, 'set', codec.encode(difference.value)];
  return [path, 'splice', difference.at, difference.removed, codec.encode(difference.inserted)];
}

/** A difference as it was stored; undefined if it is none. */
export function decodeDifference(stored: Json, codec: StateCodec): Difference | undefined {
  if (!isArray(stored)) return undefined;
  const [keys, kind, first, removed, inserted] = stored;
  if (!isArray(keys)) return undefined;
  const path = keys.map(String);
  if (kind === 'gone') return { path, kind };
  if (kind === 'set' && first !== undefined) return { path, kind, value: codec.decode(first) };
  if (kind !== 'splice' || typeof first !== 'number' || typeof removed !== 'number' || inserted === undefined)
    return undefined;
  const list = codec.decode(inserted);
  return { path, kind, at: first, removed, inserted: isArray(list) ? list : [] };
}
