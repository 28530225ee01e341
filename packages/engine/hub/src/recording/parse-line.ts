import type { Json, JsonObject } from '@statehouse/kernel';
import { stateHash } from '../hashing/state-hash.ts';
import { recordingError } from '../recording-errors.ts';
import type { LineReader } from './line-reader.ts';
import {
  type ChangedPath,
  type PathStep,
  RECORDING_FORMAT,
  RECORDING_VERSION,
  type RecordedChange,
  type RecordedEntry,
  type RecordedNote,
  type RecordedOutcome,
  type RecordingHeader,
  STORE_POWERS,
} from './recording.ts';

const CHANGE_KINDS = ['action', 'event', 'transaction', 'emission', 'write', 'effect', 'restore'] as const;
const ENTRY_KINDS = [...CHANGE_KINDS, 'batch', 'joined', 'left'] as const;
const ORIGINS = ['local', 'remote', 'restored'] as const;

/**
 * Whether the first line is that of a recording which this code can read.
 *
 * @throws StatehouseError `hub/recording-foreign`, `hub/recording-newer`
 */
export function checkFormat(json: Json | undefined): void {
  const header = typeof json === 'object' && json !== null && 'format' in json ? json : undefined;
  if (header?.format !== RECORDING_FORMAT) {
    throw recordingError('recording-foreign', {
      line: 1,
      problem: `it does not name the format ${RECORDING_FORMAT}`,
    });
  }
  const { version } = header;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    throw recordingError('recording-foreign', { line: 1, problem: 'its version is not a number from 1 on' });
  }
  if (version > RECORDING_VERSION)
    throw recordingError('recording-newer', { version, newest: RECORDING_VERSION });
}

export function readHeader(line: JsonObject, reader: LineReader): RecordingHeader {
  const from = reader.integer(line.from, 'from', 1);
  return {
    format: RECORDING_FORMAT,
    version: RECORDING_VERSION,
    note: line.note === undefined ? undefined : reader.text(line.note, 'note'),
    keyId: reader.text(line.keyId, 'keyId'),
    rules: reader.list(line.rules, 'rules').map((rule) => reader.text(rule, 'a rule')),
    from,
    to: reader.integer(line.to, 'to', from - 1),
    stores: reader.list(line.stores, 'stores').map((given) => {
      const store = reader.object(given, 'a store');
      return {
        name: reader.text(store.name, 'the name of a store'),
        can: reader.list(store.can, 'can').map((power) => reader.oneOf(power, STORE_POWERS, 'can')),
      };
    }),
  };
}

/** The state of a store before the first entry. */
export function readStart(line: JsonObject, reader: LineReader): readonly [store: string, state: Json] {
  const { state } = line;
  if (state === undefined) throw reader.fail('state is missing');
  if (stateHash(state) !== reader.hash(line.hash, 'hash')) throw reader.fail('hash is not that of the state');
  return [reader.text(line.store, 'store'), state];
}

export function readEntry(line: JsonObject, reader: LineReader): RecordedEntry {
  return {
    id: reader.integer(line.id, 'id', 1),
    kind: reader.oneOf(line.kind, ENTRY_KINDS, 'kind'),
    name: reader.text(line.name, 'name'),
    origin: reader.oneOf(line.origin, ORIGINS, 'origin'),
    causeId: line.cause === undefined ? undefined : reader.integer(line.cause, 'cause', 1),
    atMs: reader.duration(line.atMs, 'atMs'),
    durationMs: reader.duration(line.durationMs, 'durationMs'),
    outcome: readOutcome(reader.object(line.outcome, 'outcome'), reader),
    changes: reader
      .list(line.changes, 'changes')
      .map((change) => readChange(reader.object(change, 'a change'), reader)),
  };
}

function readOutcome(outcome: JsonObject, reader: LineReader): RecordedOutcome {
  const kind = reader.oneOf(outcome.kind, ['applied', 'failed', 'refused'], 'the kind of the outcome');
  if (kind === 'applied') return { kind };
  if (kind === 'failed') return { kind, error: outcome.error ?? null };
  return { kind, by: reader.text(outcome.by, 'by'), reason: reader.text(outcome.reason, 'reason') };
}

function readChange(change: JsonObject, reader: LineReader): RecordedChange {
  const { input, notes, hash, paths, state } = change;
  return {
    store: reader.text(change.store, 'the store of a change'),
    kind: reader.oneOf(change.kind, CHANGE_KINDS, 'the kind of a change'),
    name: reader.text(change.name, 'the name of a change'),
    ...(input === undefined ? {} : { input }),
    ...(notes === undefined
      ? {}
      : {
          notes: reader.list(notes, 'notes').map((note) => readNote(reader.object(note, 'a note'), reader)),
        }),
    ...(hash === undefined ? {} : { hash: reader.hash(hash, 'hash') }),
    ...(paths === undefined
      ? {}
      : { paths: reader.list(paths, 'paths').map((path) => readPath(path, reader)) }),
    ...(state === undefined ? {} : { state }),
    ...(change.isTaken === true ? { isTaken: true } : {}),
    ...(change.isGap === true ? { isGap: true } : {}),
  };
}

function readNote({ kind, name: given, passed, error }: JsonObject, reader: LineReader): RecordedNote {
  const name = reader.text(given, 'the name of a note');
  if (reader.oneOf(kind, ['guard', 'action'], 'the kind of a note') === 'action')
    return { kind: 'action', name, ...(error === undefined ? {} : { error }) };
  if (typeof passed !== 'boolean') throw reader.fail('a guard says neither yes nor no');
  return { kind: 'guard', name, passed };
}

function readPath(given: Json, reader: LineReader): ChangedPath {
  const changed = reader.object(given, 'a changed path');
  const path = reader.list(changed.path, 'a path').map((step) => readStep(step, reader));
  if (changed.isGone === true) return { path, isGone: true };
  if (changed.hash !== undefined) return { path, hash: reader.hash(changed.hash, 'the hash at a path') };
  if (changed.value === undefined) throw reader.fail('a changed path has neither value nor hash');
  return { path, value: changed.value };
}

function readStep(step: Json, reader: LineReader): PathStep {
  return typeof step === 'number' ? reader.integer(step, 'a step', 0) : reader.text(step, 'a step');
}
