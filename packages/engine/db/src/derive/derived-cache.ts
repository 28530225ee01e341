import type { Clock } from '@statehouse/kernel';
import { dbError } from '../errors.ts';
import { beginSelector, cyclicSelector, endSelector } from '../running-selectors.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Answering } from './answering.ts';
import { keyedArguments, simpleKey } from './argument-key.ts';
import { Computation } from './computation.ts';
import { type CellOwner, DerivedCell } from './derived-cell.ts';
import { keptParts } from './kept-parts.ts';
import { type Outcome, settledValue } from './outcome.ts';
import { PastAnswers } from './past-answers.ts';
import { ReadLog } from './read-log.ts';
import { readerOver } from './reader-over.ts';
import { Recency } from './recency.ts';
import type { Answer, Asked, Step } from './step.ts';
import { type Compressed, type DeriveStats, type Prefetched, Usage } from './usage.ts';

/** A selector as it was defined. */
export interface Definition {
  readonly name: string;
  readonly schema: Schema;
  /** Takes a `Reader` of the schema. */
  readonly compute: (read: unknown, ...args: readonly unknown[]) => unknown;
  readonly limit: number;
  readonly pastLimit: number;
  readonly maxReads: number;
  readonly clock: Clock | undefined;
}

type Cells = Map<unknown, DerivedCell>;
const NO_STEPS: readonly Step[] = Object.freeze([]);

/**
 * The answers of one selector, by document and arguments.
 * Invariant: at most `limit` cells are kept, apart from those that are being computed; every answer is the one that
 * computing would give in the snapshot that was asked about.
 */
export class DerivedCache implements Answering, CellOwner {
  readonly #definition: Definition;
  readonly #byOrigin = new Map<number, Cells>();
  readonly #recent = new Recency<DerivedCell>();
  readonly #past: PastAnswers;
  readonly #usage = new Usage();

  constructor(definition: Definition) {
    this.#definition = definition;
    this.#past = new PastAnswers(definition.pastLimit);
  }

  /** The value for a snapshot. Throws what computing threw. */
  valueAt(snapshot: Snapshot, args: readonly unknown[]): unknown {
    return settledValue(this.answer(this.#cellOf(snapshot, args), snapshot).outcome);
  }

  ask(
    snapshot: Snapshot,
    args: readonly unknown[],
    before: Asked | undefined,
  ): { readonly asked: Asked; readonly answer: Answer } {
    const asked = this.#cellOf(snapshot, args, before);
    return { asked, answer: this.answer(asked, snapshot) };
  }

  answer(asked: DerivedCell, snapshot: Snapshot): Computation {
    const computation = this.#answer(asked, snapshot);
    if (this.#recent.size > this.#definition.limit) this.#trim();
    return computation;
  }

  #answer(asked: DerivedCell, snapshot: Snapshot): Computation {
    const cell = asked.isKept ? asked : this.#readmitted(asked);
    this.#recent.use(cell);
    cell.isUsed = true;
    const { present } = cell;
    if (present === undefined) return this.#first(cell, snapshot);
    const isPast = snapshot.serial < present.checkedAt;
    const known = present.holds(snapshot, isPast)
      ? present
      : isPast
        ? this.#past.find(cell, snapshot)
        : undefined;
    if (known === undefined) return this.#again(cell, present, snapshot, isPast);
    this.#usage.hits += 1;
    return known;
  }

  warm(snapshot: Snapshot, calls: Iterable<readonly unknown[]>): number {
    return this.prefetch(snapshot, calls, Number.POSITIVE_INFINITY).computed;
  }

  prefetch(snapshot: Snapshot, calls: Iterable<readonly unknown[]>, maxBytes: number): Prefetched {
    let computed = 0;
    let bytes = 0;
    let count = 0;
    for (const args of calls) {
      count += 1;
      if (count > this.#definition.limit || bytes >= maxBytes) return { computed, bytes, isWhole: false };
      const { misses, recomputations } = this.#usage;
      const cell = this.#cellOf(snapshot, args);
      const answer = this.answer(cell, snapshot);
      if (misses === this.#usage.misses && recomputations === this.#usage.recomputations) continue;
      if (maxBytes !== Number.POSITIVE_INFINITY) {
        if (bytes + answer.bytes > maxBytes) {
          this.#drop(cell);
          return { computed, bytes, isWhole: false };
        }
        bytes += answer.bytes;
      }
      computed += 1;
    }
    return { computed, bytes, isWhole: true };
  }

  compress(): Compressed {
    let packed = 0;
    let dropped = 0;
    let freedBytes = 0;
    for (const cell of this.#recent) {
      if (cell.isUsed) {
        cell.isUsed = false;
        continue;
      }
      const before = bytesOf(cell);
      if (cell.isPacked) {
        this.#drop(cell);
        dropped += 1;
        freedBytes += before;
      } else {
        this.#past.forget(cell);
        cell.present?.pack();
        cell.isPacked = true;
        packed += 1;
        freedBytes += before - bytesOf(cell);
      }
    }
    return { packed, dropped, freedBytes };
  }

  clear(): void {
    for (const cell of this.#recent) this.#drop(cell);
  }

  stats(): DeriveStats {
    let bytes = 0;
    for (const cell of this.#recent) bytes += bytesOf(cell);
    return { ...this.#usage, entries: this.#recent.size, pastEntries: this.#past.size, bytes };
  }

  #first(cell: DerivedCell, snapshot: Snapshot): Computation {
    this.#usage.misses += 1;
    const { computation, isTainted } = this.#compute(cell, snapshot, NO_STEPS, false);
    if (!isTainted) cell.present = computation;
    return computation;
  }

  #again(cell: DerivedCell, present: Computation, snapshot: Snapshot, isPast: boolean): Computation {
    this.#usage.recomputations += 1;
    const earlier = isPast ? NO_STEPS : present.steps;
    const { computation, isTainted } = this.#compute(cell, snapshot, earlier, isPast);
    if (isTainted) return computation;
    this.#past.add(cell, isPast ? computation : present);
    if (!isPast) cell.present = computation;
    cell.isPacked = false;
    return computation;
  }

  #compute(
    cell: DerivedCell,
    snapshot: Snapshot,
    earlier: readonly Step[],
    isPast: boolean,
  ): { readonly computation: Computation; readonly isTainted: boolean } {
    const { name, maxReads, clock } = this.#definition;
    if (cell.isComputing) throw cyclicSelector(name);
    const running = beginSelector(name);
    const startMs = clock?.nowMs() ?? 0;
    cell.isComputing = true;
    const log = new ReadLog({ selector: name, snapshot, isPast, limit: maxReads, earlier });
    const outcome = this.#run(log, cell);
    cell.isComputing = false;
    log.close();
    endSelector();
    this.#usage.computingMs += (clock?.nowMs() ?? 0) - startMs;
    if (outcome.kind === 'error') this.#usage.errors += 1;
    const computation = new Computation(keptOutcome(cell.present, outcome, log), log, snapshot);
    return { computation, isTainted: running.isTainted };
  }

  #run(log: ReadLog, { args }: DerivedCell): Outcome {
    const { name, compute } = this.#definition;
    try {
      const value = compute(readerOver(log), ...args);
      if (!(value instanceof Promise)) return { kind: 'value', value };
      value.catch(() => {});
      return { kind: 'error', error: dbError('async-selector', { selector: name }) };
    } catch (error) {
      return { kind: 'error', error };
    }
  }

  #cellOf(snapshot: Snapshot, args: readonly unknown[], before?: Asked): DerivedCell {
    const { name, schema } = this.#definition;
    if (snapshot?.schema !== schema) throw dbError('foreign-snapshot', { selector: name });
    const cells = this.#byOrigin.get(snapshot.origin);
    const simple = simpleKey(args);
    const known = simple === undefined ? undefined : cells?.get(simple);
    if (known !== undefined) return known;
    const { key, values } = keyedArguments(name, args);
    const kept = cells?.get(key);
    if (kept !== undefined) return kept;
    const isBefore = before instanceof DerivedCell && before.isOf(this, snapshot.origin, key);
    return this.#admitted(isBefore ? before : new DerivedCell(this, snapshot.origin, key, values));
  }

  /** Another selector still has it, and nobody else has asked since: it may as well be kept. */
  #readmitted(cell: DerivedCell): DerivedCell {
    const known = this.#byOrigin.get(cell.origin)?.get(cell.key);
    if (known !== undefined) return known;
    return this.#admitted(cell);
  }

  #admitted(cell: DerivedCell): DerivedCell {
    const cells: Cells = this.#byOrigin.get(cell.origin) ?? new Map();
    this.#byOrigin.set(cell.origin, cells);
    cells.set(cell.key, cell);
    cell.isKept = true;
    this.#recent.add(cell);
    return cell;
  }

  #trim(): void {
    for (const cell of this.#recent) {
      if (this.#recent.size <= this.#definition.limit) return;
      if (cell.isComputing) continue;
      this.#drop(cell);
      this.#usage.evictions += 1;
    }
  }

  #drop(cell: DerivedCell): void {
    const cells = this.#byOrigin.get(cell.origin);
    cells?.delete(cell.key);
    if (cells?.size === 0) this.#byOrigin.delete(cell.origin);
    this.#recent.remove(cell);
    this.#past.forget(cell);
    cell.isKept = false;
  }
}

/** The outcome with all that stayed the same in it being the same objects. */
function keptOutcome(before: Computation | undefined, outcome: Outcome, log: ReadLog): Outcome {
  if (outcome.kind === 'error' || before?.outcome.kind !== 'value') return outcome;
  const value = keptParts(before.outcome.value, outcome.value, (object) => log.isGiven(object));
  return value === before.outcome.value ? before.outcome : { kind: 'value', value };
}

function bytesOf({ present, past }: DerivedCell): number {
  return past.reduce((sum, { bytes }) => sum + bytes, present?.bytes ?? 0);
}
