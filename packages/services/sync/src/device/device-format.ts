import { canonicalize, isJsonObject, isStatehouseError, type Json } from '@statehouse/kernel';
import { type Effect, type Operation, type PlainRow, parseEffect } from '@statehouse/ot';
import { parseSnapshotRows, type SnapshotRow } from '@statehouse/protocol';
import type { KeyValueStore } from '@statehouse/storage';
import { syncError } from '../errors.ts';
import type { SentForm } from '../overlay/pending.ts';
import type { OwnEntity } from '../setbacks/own-writes.ts';
import type { DocumentConflict, RefusedOperation } from '../setbacks/setback.ts';
import { parseConflict, parseOwn, parseRefused } from './device-setbacks.ts';
import { damaged, keptCount, keptObject, keptOperation } from './kept-value.ts';

/** An own operation as the device keeps it. */
export interface StoredPending {
  readonly sequence: number;
  readonly operation: Operation;
  /** The confirmed version when it was made; undefined where that does not matter, or is not known. */
  readonly seen: number | undefined;
  readonly sent: SentForm | undefined;
}

/** What a device holds of one document for one client id. */
export interface StoredDocument {
  /** False: only setbacks that another queue left here; version, rows and the rest are those of an empty document. */
  readonly copy: boolean;
  /** The confirmed version: the base rows with the tail's effects in order. */
  readonly version: number;
  readonly nextSequence: number;
  readonly rows: readonly SnapshotRow[];
  /** Effects after the base, in order. */
  readonly tail: readonly { readonly version: number; readonly effect: Effect }[];
  readonly pending: readonly StoredPending[];
  /** Setbacks that nobody has dismissed, in their order. */
  readonly conflicts: readonly DocumentConflict[];
  readonly refused: readonly RefusedOperation[];
  /** Confirmed values that are own. */
  readonly own: readonly OwnEntity[];
}

/** Format 1 had no setbacks, no own writes and no `seen`; it reads as one in which there are none. */
const FORMAT = 2;
const OLDEST_FORMAT = 1;

/**
 * The keys of one document and client:
 *
 *     doc/<client>/<document>/meta                 version, next sequence
 *     doc/<client>/<document>/base/<table>/<id>    a row at the last checkpoint
 *     doc/<client>/<document>/tail/<version>       an effect since then
 *     doc/<client>/<document>/pending/<sequence>   an operation without an answer
 *
 * and those of setbacks (device-setbacks.ts).
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

export function pendingText({ operation, seen, sent }: Omit<StoredPending, 'sequence'>): string {
  return JSON.stringify({ operation, seen, sent });
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
  const entries = await store.range(prefix, afterPrefix(prefix));
  try {
    const stored = parseStored(prefix, entries);
    return stored.copy || stored.conflicts.length + stored.refused.length > 0 ? stored : undefined;
  } catch (cause) {
    if (isStatehouseError(cause, 'sync/device-newer') || isStatehouseError(cause, 'sync/device-damaged'))
      throw cause;
    const what = isStatehouseError(cause) ? cause.code : 'not JSON';
    throw syncError('device-damaged', { what }, { cause });
  }
}

function parseStored(prefix: string, entries: readonly (readonly [string, string])[]): StoredDocument {
  // Before anything else: a newer format may say everything else otherwise.
  const meta = parseMeta(entries.find(([key]) => key === metaKey(prefix))?.[1]);
  const { copy } = meta;
  const rows: Json[] = [];
  const tail: { version: number; effect: Effect }[] = [];
  const pending: StoredPending[] = [];
  const conflicts: DocumentConflict[] = [];
  const refused: RefusedOperation[] = [];
  const own: OwnEntity[] = [];
  for (const [key, text] of entries) {
    const [part = '', first = '', ...rest] = key.slice(prefix.length).split('/');
    if (part === 'meta') continue;
    const value: Json = JSON.parse(text);
    if (part === 'conflict') conflicts.push(parseConflict(value));
    else if (part === 'refused') refused.push(parseRefused(value));
    // Without a copy there is nothing else, whatever an interrupted deletion has left.
    else if (!copy) continue;
    else if (part === 'base') rows.push([first, rest.join('/'), value]);
    else if (part === 'tail') tail.push({ version: place(first), effect: parseEffect(value) });
    else if (part === 'pending') pending.push(parsePending(place(first), value));
    else if (part === 'own') own.push(parseOwn(first, rest.join('/'), value));
  }
  return {
    ...meta,
    rows: parseSnapshotRows(rows, 'device.base'),
    tail,
    pending,
    conflicts: conflicts.sort((a, b) => a.version - b.version),
    refused: refused.sort((a, b) => a.sequence - b.sequence),
    own,
  };
}

function parseMeta(text: string | undefined): Pick<StoredDocument, 'copy' | 'version' | 'nextSequence'> {
  if (text === undefined) return { copy: false, version: 0, nextSequence: 1 };
  const meta: unknown = JSON.parse(text);
  if (!isJsonObject(meta) || typeof meta.format !== 'number') throw damaged('meta');
  const { format } = meta;
  if (format > FORMAT || format < OLDEST_FORMAT) throw syncError('device-newer', { format });
  return {
    copy: true,
    version: keptCount(meta.version, 'meta'),
    nextSequence: keptCount(meta.nextSequence, 'meta'),
  };
}

/** A version or a sequence out of a key. */
function place(part: string): number {
  const value = Number(part);
  if (!Number.isSafeInteger(value) || part === '') throw damaged('keys');
  return value;
}

function parsePending(sequence: number, value: Json): StoredPending {
  const { operation, seen, sent } = keptObject(value, 'pending');
  return {
    sequence,
    operation: keptOperation(operation),
    seen: seen === undefined ? undefined : keptCount(seen, 'pending'),
    sent: sent === undefined ? undefined : parseSent(sent),
  };
}

function parseSent(value: Json): SentForm {
  const { operation, base } = keptObject(value, 'pending');
  return { operation: keptOperation(operation), base: keptCount(base, 'pending') };
}
