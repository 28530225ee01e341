import { canonicalize, isArray, isJsonObject, isStatehouseError, type Json } from '@statehouse/kernel';
import { type Effect, type Operation, type PlainRow, parseEffect, parseOperation } from '@statehouse/ot';
import { DEFAULT_LIMITS, parseSnapshotRows, type SnapshotRow } from '@statehouse/protocol';
import type { KeyValueStore } from '@statehouse/storage';
import { syncError } from '../errors.ts';
import type { SentForm } from '../overlay/pending.ts';

/** An own operation as the device keeps it. */
export interface StoredPending {
  readonly sequence: number;
  readonly operation: Operation;
  readonly sent: SentForm | undefined;
}

/** What a device holds of one document for one client id. */
export interface StoredDocument {
  /** The confirmed version: the base rows with the tail's effects in order. */
  readonly version: number;
  readonly nextSequence: number;
  readonly rows: readonly SnapshotRow[];
  /** Effects after the base, in order. */
  readonly tail: readonly { readonly version: number; readonly effect: Effect }[];
  readonly pending: readonly StoredPending[];
}

const FORMAT = 1;

/**
 * The keys of one document and client:
 *
 *     doc/<client>/<document>/meta                 version, next sequence
 *     doc/<client>/<document>/base/<table>/<id>    a row at the last checkpoint
 *     doc/<client>/<document>/tail/<version>       an effect since then
 *     doc/<client>/<document>/pending/<sequence>   an operation without an answer
 */
export function documentPrefix(client: string, document: string): string {
  return `${clientPrefix(client)}${encodeURIComponent(document)}/`;
}

export function clientPrefix(client: string): string {
  return `doc/${encodeURIComponent(client)}/`;
}

export function metaKey(prefix: string): string {
  return `${prefix}meta`;
}

export function rowKey(prefix: string, table: string, id: string): string {
  return `${prefix}base/${table}/${id}`;
}

export function tailKey(prefix: string, version: number): string {
  return `${prefix}tail/${padded(version)}`;
}

export function pendingKey(prefix: string, sequence: number): string {
  return `${prefix}pending/${padded(sequence)}`;
}

function padded(value: number): string {
  return String(value).padStart(16, '0');
}

export function metaText(version: number, nextSequence: number): string {
  return canonicalize({ format: FORMAT, version, nextSequence });
}

export function rowText(row: PlainRow): string {
  return JSON.stringify(row);
}

export function effectText(effect: Effect): string {
  return JSON.stringify(effect);
}

export function pendingText({ operation, sent }: Omit<StoredPending, 'sequence'>): string {
  return JSON.stringify(sent === undefined ? { operation } : { operation, sent });
}

/** The first key after all keys with this prefix. */
export function afterPrefix(prefix: string): string {
  return `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;
}

/**
 * Reads what the device holds; undefined if it holds nothing.
 * @throws StatehouseError `sync/device-damaged`, `sync/device-newer`
 */
export async function loadStored(store: KeyValueStore, prefix: string): Promise<StoredDocument | undefined> {
  const meta = await store.get(metaKey(prefix));
  if (meta === undefined) return undefined;
  const entries = await store.range(prefix, afterPrefix(prefix));
  try {
    return parseStored(prefix, meta, entries);
  } catch (cause) {
    if (isStatehouseError(cause, 'sync/device-newer') || isStatehouseError(cause, 'sync/device-damaged'))
      throw cause;
    const what = isStatehouseError(cause) ? cause.code : 'not JSON';
    throw syncError('device-damaged', { what }, { cause });
  }
}

function parseStored(
  prefix: string,
  metaSource: string,
  entries: readonly (readonly [string, string])[],
): StoredDocument {
  const meta: unknown = JSON.parse(metaSource);
  if (!isJsonObject(meta) || typeof meta.format !== 'number') {
    throw syncError('device-damaged', { what: 'meta' });
  }
  // Before anything else: a newer format may say everything else otherwise.
  if (meta.format !== FORMAT) throw syncError('device-newer', { format: meta.format });
  if (typeof meta.version !== 'number' || typeof meta.nextSequence !== 'number') {
    throw syncError('device-damaged', { what: 'meta' });
  }
  const rows: Json[] = [];
  const tail: { version: number; effect: Effect }[] = [];
  const pending: StoredPending[] = [];
  for (const [key, text] of entries) {
    const [part = '', first = '', ...rest] = key.slice(prefix.length).split('/');
    const value: Json = part === 'meta' ? null : JSON.parse(text);
    if (part === 'base') rows.push([first, rest.join('/'), value]);
    else if (part === 'tail') tail.push({ version: place(first), effect: parseEffect(value) });
    else if (part === 'pending') pending.push(parsePending(place(first), value));
  }
  return {
    version: meta.version,
    nextSequence: meta.nextSequence,
    rows: parseSnapshotRows(rows, 'device.base'),
    tail,
    pending,
  };
}

/** A version or a sequence out of a key. */
function place(part: string): number {
  const value = Number(part);
  if (!Number.isSafeInteger(value) || part === '') throw syncError('device-damaged', { what: 'keys' });
  return value;
}

function parsePending(sequence: number, value: Json): StoredPending {
  if (!isJsonObject(value)) throw syncError('device-damaged', { what: 'pending' });
  const { operation, sent } = value;
  return {
    sequence,
    operation: parseOperation(operation, operationLimits),
    sent: sent === undefined ? undefined : parseSent(sent),
  };
}

function parseSent(value: Json): SentForm {
  if (!isJsonObject(value) || isArray(value) || typeof value.base !== 'number') {
    throw syncError('device-damaged', { what: 'pending' });
  }
  return { operation: parseOperation(value.operation, operationLimits), base: value.base };
}

const operationLimits = {
  maxEdits: DEFAULT_LIMITS.maxEditsPerOperation,
  maxIdBytes: DEFAULT_LIMITS.maxIdBytes,
  maxDepth: DEFAULT_LIMITS.maxDepth,
};
