import { hubError } from '../errors.ts';
import type { JoinedStore } from '../join/joined-store.ts';
import type { StoreGate } from '../join/store-gate.ts';
import { APPLIED, type Outcome, type StoreChange } from '../journal/journal-entry.ts';
import type { Attempt } from '../store/change.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** What is left of a batch when one of its steps throws: the steps before it, or nothing, as far as stores can go back. */
export type BatchPolicy = 'keep' | 'undo';

/** A step that was sent to a batch and is not done yet. */
export interface BatchStep {
  readonly joined: JoinedStore;
  readonly gate: StoreGate;
  readonly attempt: Attempt;
}

/**
 * Does all steps as one entry of the journal, with one notification. All refusals are asked before anything changes.
 *
 * @param ended called before anybody is told: reactions may make batches of their own
 * @throws StatehouseError `hub/refused`; `hub/batch-failed` with the step's error as its cause; what a subscriber threw
 * who was told of the whole batch, which stands
 */
export function runBatch(
  timeline: Timeline,
  name: string,
  given: readonly BatchStep[],
  policy: BatchPolicy,
  askedInputs: AskedInputs,
  ended: () => void,
): void {
  const steps = given.map(asked);
  for (const { joined, attempt } of steps) {
    askedInputs.set(joined.name, [...(askedInputs.get(joined.name) ?? []), attempt.input]);
  }
  const states = new Map(steps.map(({ joined }) => [joined, joined.state]));
  const causeId = timeline.causes.now;
  const at = timeline.open();
  const startMs = timeline.nowMs();
  let done = 0;
  let failure: { readonly error: unknown } | undefined;
  try {
    const changes = timeline.gather(() => {
      timeline.causes.name(at, timeline.journal.lastId + 1);
      try {
        within([...states.keys()], () => {
          for (const { joined, attempt } of steps) {
            joined.store.dispatch?.(attempt.input);
            done += 1;
          }
        });
      } catch (error) {
        failure = { error };
      }
    });
    const step = steps[done];
    const hasFailed = failure !== undefined && step !== undefined;
    const { undone, reactions } = hasFailed && policy === 'undo' ? undo(timeline, states) : NOTHING_UNDONE;
    const outcome: Outcome = hasFailed ? { kind: 'failed', error: failure?.error } : APPLIED;
    timeline.writeBatch({
      kind: 'batch',
      name,
      origin: 'local',
      causeId,
      durationMs: timeline.nowMs() - startMs,
      outcome,
      changes: [...changes.filter(({ store }) => !undone.includes(store)), ...reactions],
    });
    if (failure !== undefined) {
      if (step === undefined) throw failure.error;
      const left = leftOf(policy, changes, undone);
      const details = { name, step: done + 1, change: step.attempt.name, store: step.joined.name, left };
      throw hubError('batch-failed', details, { cause: failure.error });
    }
  } finally {
    ended();
    timeline.close(at);
  }
}

/** The step with the input that plugins left; throws when they or the store refuse it. */
function asked({ joined, gate, attempt }: BatchStep): BatchStep {
  const verdict = gate.ask(attempt);
  if (verdict.kind === 'refused') throw gate.refused(attempt, verdict);
  const { input } = verdict;
  const reason = joined.store.refusalOf?.(input);
  if (reason !== undefined) throw gate.refused(attempt, { by: joined.name, reason });
  return { joined, gate, attempt: { ...attempt, input } };
}

/** Runs a function inside the `batch` of each store that has one, so that each tells its own subscribers once. */
function within(stores: readonly JoinedStore[], run: () => void): void {
  const [first, ...rest] = stores;
  if (first === undefined) run();
  else if (first.store.batch === undefined) within(rest, run);
  else first.store.batch(() => within(rest, run));
}

/** What plugins were asked about for a batch, by store. */
export type AskedInputs = Map<string, readonly unknown[]>;

interface Undone {
  /** The names of the stores that were put back. */
  readonly undone: readonly string[];
  /** What other stores did when they saw it. */
  readonly reactions: readonly StoreChange[];
}

const NOTHING_UNDONE: Undone = { undone: [], reactions: [] };

/** Puts back what can be put back. */
function undo(timeline: Timeline, states: ReadonlyMap<JoinedStore, unknown>): Undone {
  const undone: string[] = [];
  const reactions: StoreChange[] = [];
  for (const [joined, state] of states) {
    const { store, name } = joined;
    if (store.restore === undefined) continue;
    try {
      const isAsBefore = joined.state === state;
      const made = isAsBefore ? [] : timeline.gather(() => store.restore?.(state));
      reactions.push(...made.filter((change) => change.store !== name));
      undone.push(name);
    } catch {
      // It cannot go back after all: what it did is left, and told so.
    }
  }
  return { undone, reactions };
}

function leftOf(policy: BatchPolicy, changes: readonly StoreChange[], undone: readonly string[]): string {
  if (policy === 'keep') return 'kept';
  const kept = [...new Set(changes.map(({ store }) => store))].filter((store) => !undone.includes(store));
  return kept.length === 0 ? 'undone' : `undone, but for ${kept.join(', ')}, which cannot go back`;
}
