import type { Json, JsonObject } from '@statehouse/kernel';
import { stateHash } from '../hashing/state-hash.ts';
import type { JournalEntry, StoreChange } from '../journal/journal-entry.ts';
import { OPAQUE } from '../redaction/marks.ts';
import type { RedactionPass } from '../redaction/redaction-pass.ts';
import type { ChangeNote } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import { changedPaths, type PathBounds } from './changed-paths.ts';
import type { JournalWalk, Known, WalkedChange } from './journal-walk.ts';
import {
  type ChangedPath,
  RECORDING_FORMAT,
  RECORDING_VERSION,
  type RecordingHeader,
  STORE_POWERS,
  type StateForms,
} from './recording.ts';
import type { RecordingTape } from './recording-tape.ts';

export interface WriterOptions {
  readonly walk: JournalWalk;
  readonly pass: RedactionPass;
  readonly forms: StateForms;
  readonly header: Pick<RecordingHeader, 'note' | 'keyId' | 'rules'>;
  readonly bounds: PathBounds;
}

/**
 * Says what a journal holds, entry by entry, without secrets. `learn` goes first: a secret may stand in a message long
 * before it stands where it is known for one.
 */
export class RecordingWriter {
  readonly #options: WriterOptions;
  /** The states that were projected last, as plain data. */
  readonly #plain = new Map<string, unknown>();

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Goes through everything for its secrets, one entry at a time. */
  *learn(): Generator<void, void, void> {
    const { walk, pass, header } = this.#options;
    if (header.note !== undefined) pass.learn(header.note);
    for (const [store, known] of walk.starts) this.#learnState(store, known);
    for (const { entry, changes } of walk.entries()) {
      pass.learn(entry.name);
      if (entry.outcome.kind === 'failed') pass.learn(entry.outcome.error);
      if (entry.outcome.kind === 'refused') pass.learn(entry.outcome.reason);
      for (const { change, before, after } of changes) {
        pass.learn(change.name);
        pass.learn(change.input, pathOfInput(change));
        for (const note of change.notes ?? []) this.#learnNote(note, change.store);
        this.#learnState(change.store, before);
        this.#learnState(change.store, after);
      }
      yield;
    }
  }

  /** Puts the states before the first entry on a tape, and then all entries, one at a time. */
  *writeTo(tape: RecordingTape): Generator<void, void, void> {
    const { walk } = this.#options;
    const states = new Map<string, Json>();
    for (const [store, { state }] of walk.starts) {
      const projected = this.#projectState(store, state);
      if (projected === OPAQUE) continue;
      states.set(store, projected);
      tape.start(store, projected);
    }
    for (const walked of walk.entries()) {
      const changes = walked.changes.map((change) => this.#changeOf(change, states));
      const changed = walked.changes.filter(({ isApplied }) => isApplied);
      const after = new Map(changed.map(({ change }) => [change.store, states.get(change.store)] as const));
      tape.add(walked.entry.id, () => this.#lineOf(walked.entry, changes), after);
      yield;
    }
    tape.fit();
  }

  header(from: number): JsonObject {
    const { walk, pass, header } = this.#options;
    return {
      format: RECORDING_FORMAT,
      version: RECORDING_VERSION,
      ...(header.note === undefined ? {} : { note: pass.text(header.note) }),
      keyId: header.keyId,
      rules: header.rules,
      from,
      to: walk.lastId,
      stores: [...walk.stores].map(([name, store]) => ({ name, can: powersOf(store) })),
    };
  }

  #lineOf(entry: JournalEntry, changes: readonly JsonObject[]): JsonObject {
    const { pass } = this.#options;
    return {
      line: 'entry',
      id: entry.id,
      kind: entry.kind,
      name: pass.text(entry.name),
      origin: entry.origin,
      ...(entry.causeId === undefined ? {} : { cause: entry.causeId }),
      atMs: entry.atMs,
      durationMs: entry.durationMs,
      outcome: this.#outcomeOf(entry),
      changes,
    };
  }

  #outcomeOf({ outcome, name, changes }: JournalEntry): JsonObject {
    const { pass } = this.#options;
    if (outcome.kind === 'applied') return { kind: 'applied' };
    if (outcome.kind === 'refused')
      return { kind: 'refused', by: outcome.by, reason: pass.text(outcome.reason) };
    return { kind: 'failed', error: pass.project(outcome.error, changes[0]?.store ?? name) };
  }

  #changeOf(walked: WalkedChange, states: Map<string, Json>): JsonObject {
    const { pass } = this.#options;
    const { change } = walked;
    return {
      store: change.store,
      kind: change.kind,
      name: pass.text(change.name),
      ...(change.input === undefined ? {} : { input: pass.project(change.input, pathOfInput(change)) }),
      ...(change.notes === undefined
        ? {}
        : { notes: change.notes.map((note) => this.#noteOf(note, change.store)) }),
      ...(walked.isApplied ? this.#effectOf(walked, states) : {}),
    };
  }

  #noteOf(note: ChangeNote, store: string): JsonObject {
    const { pass } = this.#options;
    const name = pass.text(note.name);
    if (note.kind === 'guard') return { kind: 'guard', name, passed: note.passed };
    if (note.error === undefined) return { kind: 'action', name };
    return { kind: 'action', name, error: pass.project(note.error, store) };
  }

  #learnNote(note: ChangeNote, store: string): void {
    const { pass } = this.#options;
    pass.learn(note.name);
    if (note.kind === 'action' && note.error !== undefined) pass.learn(note.error, store);
  }

  /** What became of the state; takes it over into `states`. */
  #effectOf(
    { change: { store }, before, after, canRunAgain, isOfFormer }: WalkedChange,
    states: Map<string, Json>,
  ): JsonObject {
    const recorded = states.get(store);
    const projected = after === undefined ? OPAQUE : this.#projectState(store, after.state);
    // A state that shows nothing has no hash: it would agree with any other.
    if (projected === OPAQUE) {
      states.delete(store);
      return {};
    }
    states.set(store, projected);
    const isGap =
      recorded !== undefined &&
      before !== undefined &&
      stateHash(recorded) !== stateHash(this.#projectState(store, before.state));
    const hash = stateHash(projected);
    const mark = isGap ? { isGap: true } : {};
    if (recorded === undefined || isGap) return { hash, state: projected, isTaken: true, ...mark };
    const { bounds } = this.#options;
    if (canRunAgain) return { hash, paths: changedPaths(recorded, projected, bounds).map(jsonOfPath) };
    // Whoever replays it has only these to go by.
    const paths = changedPaths(recorded, projected, { ...bounds, maxValueLetters: Number.POSITIVE_INFINITY });
    return { hash, paths: paths.map(jsonOfPath), ...(isOfFormer ? { isTaken: true } : {}) };
  }

  #projectState(store: string, state: unknown): Json {
    const { pass, forms } = this.#options;
    const plain = plainOf(forms, store, state);
    const older = this.#plain.get(store);
    this.#plain.set(store, plain);
    return pass.projectNext(plain, older, store);
  }

  #learnState(store: string, known: Known | undefined): void {
    const { pass, forms } = this.#options;
    if (known !== undefined) pass.learn(plainOf(forms, store, known.state), store);
  }
}

/** Inputs stand where their store does; results of effects below the effect’s name. */
function pathOfInput({ store, name }: StoreChange): string {
  return store === '' ? name : store;
}

function powersOf(store: Store): readonly string[] {
  return STORE_POWERS.filter((power) => store[power] !== undefined);
}

function jsonOfPath({ path, value, hash, isGone }: ChangedPath): JsonObject {
  if (isGone === true) return { path, isGone };
  return hash === undefined ? { path, value: value ?? null } : { path, hash };
}

/** A state as plain data, if there is a form for it. */
export function plainOf(forms: StateForms, store: string, state: unknown): unknown {
  return Object.hasOwn(forms, store) ? forms[store]?.toPlain(state) : state;
}
