import { type Json, type StatehouseError, systemTimers, type Timers } from '@statehouse/kernel';
import { stateHash } from '../hashing/state-hash.ts';
import { recordingError } from '../recording-errors.ts';
import { holdsPseudonym } from '../redaction/marks.ts';
import type { RedactionPass } from '../redaction/redaction-pass.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { revive } from '../redaction/revive.ts';
import { applyPaths, valueAt } from './changed-paths.ts';
import { type Difference, firstDifference } from './first-difference.ts';
import type {
  ChangedPath,
  PathStep,
  RecordedChange,
  RecordedEntry,
  Recording,
  StateForms,
} from './recording.ts';
import { plainOf } from './recording-writer.ts';

/** After so many entries others get a turn. */
const ENTRIES_A_TURN = 200;

/** A pure function from state and input to state; or a store that has one. */
export type ReplayedStore =
  | ((state: never, input: never) => unknown)
  | { readonly reduce?: (state: never, input: never) => unknown };

export interface ReplayOptions {
  /** By name. A store that is left out is taken from the tape, as far as the tape says everything. */
  readonly stores: Readonly<Record<string, ReplayedStore>>;
  /** With the rules of the one that recorded; its key may be another. */
  readonly redactor: Redactor;
  readonly forms?: StateForms;
  /** Told after each entry. */
  readonly onProgress?: (progress: ReplayProgress) => void;
  readonly signal?: AbortSignal;
  readonly timers?: Timers;
}

export interface ReplayProgress {
  readonly entry: number;
  readonly done: number;
  readonly total: number;
  /** Of the states after the entry that it made or took; those on the tape are the same. By store. */
  readonly hashes: ReadonlyMap<string, string>;
}

export interface Replayed {
  readonly ok: true;
  readonly entries: number;
  /** Changes that were made again and came out as recorded. */
  readonly madeAgain: number;
  /** Changes that were taken from the tape: states that were put back, stores without a reduce. */
  readonly taken: number;
  /** Changes whose outcome was no longer known when they were recorded. */
  readonly unchecked: number;
  /** Where a store had changed between entries, in a way that nobody wrote down. */
  readonly gaps: readonly { readonly entry: number; readonly store: string }[];
  /** The states at the end, for `restore`. */
  readonly states: ReadonlyMap<string, unknown>;
}

/** The first entry that came out otherwise. */
export interface ReplayFailure extends Difference {
  readonly ok: false;
  /** `redacted-input`: what differs depends on a secret, of which the recording holds a pseudonym. */
  readonly kind: 'diverged' | 'redacted-input' | 'threw';
  readonly entry: number;
  readonly store: string;
  /** Whether the reduce gave two answers to the same state and input: it draws lots, or reads a clock. */
  readonly isUnsteady: boolean;
  /** Whether the state before it holds pseudonyms, so that a branch on one of them may be behind it. */
  readonly hasSecretsBefore: boolean;
  /** `hub/replay-diverged`, `hub/redacted-input`, or `hub/replay-threw` with what was thrown as its cause. */
  readonly error: StatehouseError;
}

export type ReplayResult = Replayed | ReplayFailure;

/**
 * Applies the inputs of a recording again, by the stores’ pure reduce, and compares every state on the way with the
 * recorded hash. Nothing is run but `reduce`: results of effects are inputs on the tape, states that were put back are
 * taken from it. Takes a break every 200 entries.
 *
 * @throws StatehouseError `hub/recording-other-rules`, `hub/recording-incomplete`; the reason of the signal, when it is aborted
 */
export async function replayRecording(recording: Recording, options: ReplayOptions): Promise<ReplayResult> {
  const { rules: recorded } = recording.header;
  const { rules: given } = options.redactor;
  if (JSON.stringify(recorded) !== JSON.stringify(given)) {
    throw recordingError('recording-other-rules', { recorded, given });
  }
  const { signal, onProgress, timers = systemTimers } = options;
  const replay = new Replay(recording, options);
  const total = recording.entries.length;
  for (const [at, entry] of recording.entries.entries()) {
    signal?.throwIfAborted();
    const failure = replay.step(entry);
    if (failure !== undefined) return failure;
    onProgress?.({ entry: entry.id, done: at + 1, total, hashes: replay.hashesOf(entry) });
    if ((at + 1) % ENTRIES_A_TURN === 0) await new Promise<void>((go) => timers.after(0, go));
  }
  signal?.throwIfAborted();
  return replay.result(total);
}

/** A state as the store has it, and as it stands on tapes. */
interface Position {
  readonly state: unknown;
  readonly projected: Json;
}

class Replay {
  readonly #options: ReplayOptions;
  readonly #forms: StateForms;
  readonly #pass: RedactionPass;
  /** The states that were projected last, as plain data. */
  readonly #plain = new Map<string, unknown>();
  readonly #positions = new Map<string, Position>();
  readonly #gaps: { entry: number; store: string }[] = [];
  #madeAgain = 0;
  #taken = 0;
  #unchecked = 0;

  constructor(recording: Recording, options: ReplayOptions) {
    this.#options = options;
    this.#forms = options.forms ?? {};
    this.#pass = options.redactor.begin();
    for (const [store, state] of recording.starts) this.#positions.set(store, this.#positionOf(store, state));
  }

  hashesOf({ changes }: RecordedEntry): ReadonlyMap<string, string> {
    const hashes = new Map<string, string>();
    for (const { store } of changes) {
      const position = this.#positions.get(store);
      if (position !== undefined) hashes.set(store, stateHash(position.projected));
    }
    return hashes;
  }

  result(entries: number): Replayed {
    const states = new Map([...this.#positions].map(([store, { state }]) => [store, state]));
    return {
      ok: true,
      entries,
      madeAgain: this.#madeAgain,
      taken: this.#taken,
      unchecked: this.#unchecked,
      gaps: this.#gaps,
      states,
    };
  }

  step(entry: RecordedEntry): ReplayFailure | undefined {
    const isApplied = entry.kind !== 'effect' && (entry.outcome.kind === 'applied' || entry.kind === 'batch');
    if (!isApplied) return undefined;
    for (const change of entry.changes) {
      if (entry.kind === 'left') this.#positions.delete(change.store);
      else {
        const failure = this.#change(entry, change);
        if (failure !== undefined) return failure;
      }
    }
    return undefined;
  }

  #change(entry: RecordedEntry, change: RecordedChange): ReplayFailure | undefined {
    const { store, input, kind, isTaken, isGap } = change;
    const before = this.#positions.get(store);
    const reduce = reduceOf(this.#options.stores, store);
    if (isGap === true) this.#gaps.push({ entry: entry.id, store });
    if (
      before === undefined ||
      reduce === undefined ||
      input === undefined ||
      kind === 'restore' ||
      isTaken === true
    ) {
      this.#take(entry, change);
      return undefined;
    }
    const run = () => Reflect.apply(reduce, undefined, [before.state, revive(input)]);
    let state: unknown;
    try {
      state = run();
    } catch (cause) {
      const kind = hasPseudonym(input) ? 'redacted-input' : 'threw';
      const nothing = { path: [], recorded: undefined, replayed: undefined, isUnsteady: false };
      return failureOf(kind, entry, change, nothing, before, cause);
    }
    const projected = this.#projectionOf(store, state);
    this.#positions.set(store, { state, projected });
    if (change.hash === undefined) this.#unchecked += 1;
    else if (stateHash(projected) === change.hash) this.#madeAgain += 1;
    else return this.#divergence(entry, change, before, projected, run);
    return undefined;
  }

  /** Takes the state after a change from the tape. */
  #take(entry: RecordedEntry, { store, hash, state, paths = [] }: RecordedChange): void {
    const before = this.#positions.get(store);
    if (hash === undefined) {
      this.#unchecked += 1;
      this.#positions.delete(store);
      return;
    }
    const taken = state ?? (before === undefined ? undefined : applyPaths(before.projected, paths));
    if (taken === undefined || stateHash(taken) !== hash) {
      throw recordingError('recording-incomplete', { entry: entry.id, store });
    }
    this.#taken += 1;
    this.#positions.set(store, this.#positionOf(store, taken));
  }

  #divergence(
    entry: RecordedEntry,
    change: RecordedChange,
    before: Position,
    replayed: Json,
    again: () => unknown,
  ): ReplayFailure {
    const difference = differenceOf(change, before.projected, replayed);
    const isUnsteady = !this.#comesOutAs(replayed, change.store, again);
    const isSecret = [change.input, difference.recorded, difference.replayed].some(hasPseudonym);
    const kind = isSecret && !isUnsteady ? 'redacted-input' : 'diverged';
    return failureOf(kind, entry, change, { ...difference, isUnsteady }, before);
  }

  #comesOutAs(replayed: Json, store: string, again: () => unknown): boolean {
    try {
      return stateHash(this.#projectionOf(store, again())) === stateHash(replayed);
    } catch {
      return false;
    }
  }

  #positionOf(store: string, projected: Json): Position {
    const plain = revive(projected);
    const forms = this.#forms;
    return { state: Object.hasOwn(forms, store) ? forms[store]?.fromPlain(plain) : plain, projected };
  }

  /** What a reduce made by itself may be secret too. */
  #projectionOf(store: string, state: unknown): Json {
    const plain = plainOf(this.#forms, store, state);
    const older = this.#plain.get(store);
    this.#plain.set(store, plain);
    this.#pass.learn(plain, store);
    return this.#pass.projectNext(plain, older, store);
  }
}

/** Where the state that was made again differs from the one on the tape, of which the tape may hold only parts. */
function differenceOf({ state, paths = [] }: RecordedChange, before: Json, replayed: Json): Difference {
  const recorded = state ?? applyPaths(before, paths);
  const found = recorded === undefined ? undefined : firstDifference(recorded, replayed);
  if (found !== undefined) return found;
  for (const { path, value, hash } of paths) {
    const other = valueAt(replayed, path);
    const expected = hash ?? (value === undefined ? undefined : stateHash(value));
    const isSame = expected === (other === undefined ? undefined : stateHash(other));
    if (!isSame) return { path, recorded: value, replayed: other };
  }
  // What is on the tape agrees: the difference is where nothing should have changed.
  const agreed = paths.map((each) => (each.hash === undefined ? each : withValue(each.path, replayed)));
  const expected = applyPaths(before, agreed);
  const elsewhere = expected === undefined ? undefined : firstDifference(expected, replayed);
  return elsewhere ?? { path: [], recorded, replayed };
}

function withValue(path: readonly PathStep[], state: Json): ChangedPath {
  const value = valueAt(state, path);
  return value === undefined ? { path, isGone: true } : { path, value };
}

function failureOf(
  kind: ReplayFailure['kind'],
  { id: entry }: RecordedEntry,
  { store }: RecordedChange,
  difference: Difference & Pick<ReplayFailure, 'isUnsteady'>,
  before: Position,
  cause?: unknown,
): ReplayFailure {
  const details = { entry, store, path: textOfPath(difference.path) };
  const hasSecretsBefore = hasPseudonym(before.projected);
  const name = kind === 'redacted-input' ? kind : (`replay-${kind}` as const);
  const error = recordingError(name, details, cause === undefined ? {} : { cause });
  return { ok: false, kind, entry, store, ...difference, hasSecretsBefore, error };
}

function textOfPath(path: readonly PathStep[]): string {
  return path.length === 0 ? 'its root' : path.join('.');
}

function hasPseudonym(json: Json | undefined): boolean {
  return json !== undefined && holdsPseudonym(JSON.stringify(json));
}

function reduceOf(
  stores: Readonly<Record<string, ReplayedStore>>,
  name: string,
): ((state: never, input: never) => unknown) | undefined {
  const given = Object.hasOwn(stores, name) ? stores[name] : undefined;
  return typeof given === 'function' ? given : given?.reduce?.bind(given);
}
