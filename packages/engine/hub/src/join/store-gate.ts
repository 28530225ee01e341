import { hubError } from '../errors.ts';
import type { PluginChain, Verdict } from '../plugins/plugin-chain.ts';
import type { Attempt, Change } from '../store/change.ts';
import type { Gate } from '../store/store.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { JoinedStore } from './joined-store.ts';

/** So many changes, each out of the one before, are a loop. */
const MOST_IN_A_ROW = 100;
/** Of a loop so many names are told. */
const TOLD_OF_A_LOOP = 6;

export interface GateOptions {
  readonly timeline: Timeline;
  readonly plugins: PluginChain;
  /** Whether an input was asked about before: those of the batch that is being made were. */
  readonly isAsked: (input: unknown) => boolean;
  /** Decides what becomes of an error, and does what it decides. */
  readonly onFailed: (joined: JoinedStore, error: unknown, attempt: Attempt) => 'rethrow' | 'hold';
}

interface Opened {
  readonly attempt: Attempt;
  /** Its place among the causes. */
  readonly at: number;
}

/**
 * The gate of one store: asks before its changes, and writes them down.
 *
 * Invariant: what is open here has a frame each among the causes, in the same order.
 */
export class StoreGate implements Gate {
  readonly #joined: JoinedStore;
  readonly #options: GateOptions;
  readonly #opened: Opened[] = [];

  constructor(joined: JoinedStore, options: GateOptions) {
    this.#joined = joined;
    this.#options = options;
  }

  open(given: Attempt): unknown {
    const { timeline, isAsked } = this.#options;
    this.#checkName(given);
    this.#checkLoop(given);
    const verdict: Verdict = isAsked(given.input) ? { kind: 'go', input: given.input } : this.ask(given);
    if (verdict.kind === 'refused') throw this.refused(given, verdict);
    const { input } = verdict;
    const attempt = input === given.input ? given : { ...given, input };
    this.#opened.push({ attempt, at: timeline.open() });
    return input;
  }

  /** Asks plugins whether something may be done, and how; nothing is opened. */
  ask(attempt: Attempt): Verdict {
    const { plugins } = this.#options;
    if (!plugins.isAsking) return { kind: 'go', input: attempt.input };
    return plugins.ask(this.#joined.name, attempt, () => this.#joined.state);
  }

  /** Writes a refusal down; answers with the error for whoever asked. */
  refused(
    { kind, name, input, origin }: Attempt,
    { by, reason }: { readonly by: string; readonly reason: string },
  ): Error {
    const { timeline } = this.#options;
    const store = this.#joined.name;
    timeline.write({
      kind,
      name,
      origin,
      causeId: timeline.causes.now,
      durationMs: 0,
      outcome: { kind: 'refused', by, reason },
      changes: [{ store, kind, name, input, states: undefined }],
    });
    timeline.tell();
    return hubError('refused', { name, store, by, reason });
  }

  /** The store has changed. */
  changed(change: Change): void {
    const { timeline } = this.#options;
    const opened = this.#opened.at(-1);
    const id = timeline.record(this.#joined, change);
    if (opened === undefined) timeline.tell();
    else timeline.causes.name(opened.at, id);
  }

  close(): void {
    const opened = this.#opened.pop();
    if (opened !== undefined) this.#options.timeline.close(opened.at);
  }

  fail(error: unknown): 'rethrow' | 'hold' {
    const { timeline, onFailed } = this.#options;
    const opened = this.#opened.at(-1);
    if (opened === undefined) return 'rethrow';
    const hasChanged = timeline.causes.idAt(opened.at) > 0;
    const { attempt } = opened;
    const { kind, name, input, origin } = attempt;
    const { isGathering } = timeline;
    // After the change it was somebody who was told of it that threw: the change stands. A batch tells of its own steps.
    if (!hasChanged && !isGathering) {
      timeline.write({
        kind,
        name,
        origin,
        causeId: timeline.causes.now,
        durationMs: 0,
        outcome: { kind: 'failed', error },
        changes: [{ store: this.#joined.name, kind, name, input, states: undefined }],
      });
    }
    this.close();
    return hasChanged || isGathering ? 'rethrow' : onFailed(this.#joined, error, attempt);
  }

  /** Does for a store that does not ask by itself what it would do. */
  through(attempt: Attempt, apply: (input: unknown) => void): void {
    const input = this.open(attempt);
    try {
      apply(input);
    } catch (error) {
      if (this.fail(error) === 'hold') return;
      throw error;
    }
    this.close();
  }

  #checkName({ kind, name }: Attempt): void {
    const given: unknown = name;
    if (typeof given === 'string' && given !== '') return;
    throw hubError('no-type', { kind, store: this.#joined.name, given: given === '' ? "''" : typeof given });
  }

  #checkLoop(attempt: Attempt): void {
    const { timeline } = this.#options;
    const cause = timeline.causes.now;
    if (cause === undefined || timeline.depthOf(cause, MOST_IN_A_ROW) < MOST_IN_A_ROW) return;
    const names = [attempt.name];
    for (let at: number | undefined = cause; at !== undefined && names.length < TOLD_OF_A_LOOP; ) {
      const entry = timeline.journal.entry(at);
      names.unshift(entry?.name ?? '?');
      at = entry?.causeId;
    }
    throw hubError('loop', { chain: names.join(' → '), depth: MOST_IN_A_ROW + 1 });
  }
}
