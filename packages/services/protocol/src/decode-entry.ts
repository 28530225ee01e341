import { isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';
import { parseConflicts, parseEffect } from '@statehouse/ot';
import { protocolError } from './errors.ts';
import type { EntryHeader, EntryKind, EntryTexts, LogEntry, Outcome, Refusal } from './log-entry.ts';
import { readInteger, readObject, readString } from './shape.ts';

const HEADER_MEMBERS: ReadonlySet<string> = new Set([
  'algebra',
  'author',
  'base',
  'client',
  'document',
  'epoch',
  'kind',
  'outcomeDigest',
  'payloadDigest',
  'schemaVersion',
  'sequence',
  'version',
]);
const OUTCOME_MEMBERS: ReadonlySet<string> = new Set([
  'verdict',
  'effect',
  'conflicts',
  'timeMs',
  'seen',
  'refusal',
]);
const KINDS: ReadonlyMap<Json | undefined, EntryKind> = new Map<Json, EntryKind>([
  ['operation', 'operation'],
  ['refusal', 'refusal'],
  ['schema', 'schema'],
]);

/**
 * Reads an entry back from its stored texts, and checks that columns, header, digests and shapes agree.
 * @throws StatehouseError `protocol/damaged-record`
 */
export function decodeEntry(texts: EntryTexts, sha256: (text: string) => string): LogEntry {
  const { version } = texts;
  try {
    const header = decodeHeader(texts);
    if (header.payloadDigest !== sha256(texts.payload)) throw damaged(version, 'the payload');
    if (header.outcomeDigest !== sha256(texts.outcome)) throw damaged(version, 'the outcome');
    return { header, payload: texts.payload, outcome: decodeOutcome(texts.outcome) };
  } catch (cause) {
    throw protocolError('damaged-record', { version, what: describe(cause) }, { cause });
  }
}

function decodeHeader(texts: EntryTexts): EntryHeader {
  const value = readObject(JSON.parse(texts.header), HEADER_MEMBERS, 'header');
  const kind = KINDS.get(value.kind);
  const header: EntryHeader = {
    kind: kind ?? 'operation',
    document: readString(value.document, 'header.document'),
    version: readInteger(value.version, 'header.version', 1),
    epoch: readInteger(value.epoch, 'header.epoch'),
    client: readString(value.client, 'header.client'),
    sequence: readInteger(value.sequence, 'header.sequence'),
    base: readInteger(value.base, 'header.base'),
    schemaVersion: readInteger(value.schemaVersion, 'header.schemaVersion', 1),
    algebra: 1,
    author: readString(value.author, 'header.author'),
    payloadDigest: readString(value.payloadDigest, 'header.payloadDigest'),
    outcomeDigest: readString(value.outcomeDigest, 'header.outcomeDigest'),
  };
  const columnsAgree =
    kind === texts.kind &&
    value.algebra === 1 &&
    header.version === texts.version &&
    header.client === texts.client &&
    header.sequence === texts.sequence;
  if (!columnsAgree) throw damaged(texts.version, 'the header');
  return header;
}

function decodeOutcome(text: string): Outcome {
  const value = readObject(JSON.parse(text), OUTCOME_MEMBERS, 'outcome');
  const timeMs = readInteger(value.timeMs, 'outcome.timeMs');
  if (value.verdict === 'refused') {
    return {
      verdict: 'refused',
      effect: [],
      conflicts: [],
      timeMs,
      refusal: decodeRefusal(value.refusal),
    };
  }
  const conflicts = parseConflicts(value.conflicts);
  const seen = value.seen === undefined ? {} : { seen: readInteger(value.seen, 'outcome.seen') };
  return { verdict: 'applied', effect: parseEffect(value.effect), conflicts, timeMs, ...seen };
}

function decodeRefusal(value: Json | undefined): Refusal {
  const refusal: JsonObject = isJsonObject(value) ? value : {};
  return {
    code: readString(refusal.code, 'outcome.refusal.code'),
    message: readString(refusal.message, 'outcome.refusal.message'),
  };
}

function damaged(version: number, what: string): Error {
  return protocolError('damaged-record', { version, what });
}

function describe(cause: unknown): string {
  return cause instanceof SyntaxError ? 'not JSON' : cause instanceof Error ? cause.message : 'unknown';
}
