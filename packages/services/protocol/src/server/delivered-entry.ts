import type { Json } from '@statehouse/kernel';
import { type Conflict, type Effect, parseConflicts, parseEffect } from '@statehouse/ot';
import { protocolError } from '../errors.ts';
import { readArray, readInteger, readObject, readString } from '../shape.ts';

/** An entry as a client sees it. Versions in a delivery are contiguous; every kind of entry takes one. */
export type DeliveredEntry =
  | {
      readonly kind: 'operation';
      readonly version: number;
      readonly client: string;
      readonly sequence: number;
      readonly author: string;
      readonly timeMs: number;
      /**
       * The version that the author had before him. Present only where it matters: it is below the version before this
       * one, and the effect takes something away. Absent: the author had seen everything.
       */
      readonly seen?: number;
      readonly effect: Effect;
      readonly conflicts: readonly Conflict[];
    }
  | {
      readonly kind: 'refusal';
      readonly version: number;
      readonly client: string;
      readonly sequence: number;
      readonly author: string;
      readonly timeMs: number;
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: 'schema'; readonly version: number; readonly schemaVersion: number };

const SIGNED = ['kind', 'version', 'client', 'sequence', 'author', 'timeMs'] as const;
const OPERATION_MEMBERS: ReadonlySet<string> = new Set([...SIGNED, 'seen', 'effect', 'conflicts']);
const REFUSAL_MEMBERS: ReadonlySet<string> = new Set([...SIGNED, 'code', 'message']);
const SCHEMA_MEMBERS: ReadonlySet<string> = new Set(['kind', 'version', 'schemaVersion']);
const ALL_MEMBERS: ReadonlySet<string> = new Set([
  ...OPERATION_MEMBERS,
  ...REFUSAL_MEMBERS,
  ...SCHEMA_MEMBERS,
]);

/** Entries that follow `from` without a gap. */
export function parseEntries(value: Json | undefined, from: number, at: string): readonly DeliveredEntry[] {
  return readArray(value, at).map((item, index) => {
    const entry = parseEntry(item, `${at}[${index}]`);
    if (entry.version !== from + 1 + index) {
      throw protocolError('out-of-range', { at: `${at}[${index}].version`, expected: 'the next version' });
    }
    return entry;
  });
}

function parseEntry(value: unknown, at: string): DeliveredEntry {
  const entry = readObject(value, ALL_MEMBERS, at);
  const version = readInteger(entry.version, `${at}.version`, 1);
  const kind = entry.kind;
  if (kind === 'schema') {
    readObject(entry, SCHEMA_MEMBERS, at);
    return { kind, version, schemaVersion: readInteger(entry.schemaVersion, `${at}.schemaVersion`, 1) };
  }
  const client = readString(entry.client, `${at}.client`);
  const sequence = readInteger(entry.sequence, `${at}.sequence`, 1);
  const author = readString(entry.author, `${at}.author`);
  const timeMs = readInteger(entry.timeMs, `${at}.timeMs`);
  if (kind === 'operation') {
    readObject(entry, OPERATION_MEMBERS, at);
    const effect = parseEffect(entry.effect);
    const conflicts = parseConflicts(entry.conflicts);
    const seen = entry.seen === undefined ? {} : { seen: readSeen(entry.seen, version, `${at}.seen`) };
    return { kind, version, client, sequence, author, timeMs, ...seen, effect, conflicts };
  }
  if (kind !== 'refusal')
    throw protocolError('out-of-range', { at: `${at}.kind`, expected: 'a kind of entry' });
  readObject(entry, REFUSAL_MEMBERS, at);
  const code = readString(entry.code, `${at}.code`);
  const message = readString(entry.message, `${at}.message`);
  return { kind, version, client, sequence, author, timeMs, code, message };
}

function readSeen(value: Json, version: number, at: string): number {
  const seen = readInteger(value, at);
  if (seen >= version) throw protocolError('out-of-range', { at, expected: 'below the version' });
  return seen;
}
