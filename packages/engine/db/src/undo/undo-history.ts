import { type Clock, isJsonObject, type Random, randomId } from '@statehouse/kernel';
import type { Conflict, Effect, EntityEffect, Operation, TextDelta } from '@statehouse/ot';
import type { Committed, DocumentEvent, DocumentLog } from '../document-log.ts';
import { dbError } from '../errors.ts';
import type { OperationLimits } from '../operation-size.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { splitOperation } from '../split-operation.ts';
import { OperationBuilder } from '../transaction/operation-builder.ts';
import { Others } from './others.ts';
import { type Direction, revertStep } from './revert-step.ts';
import { type Deed, type Skipped, type Step, textKey, type UndoResult } from './step.ts';
import { StepStack } from './step-stack.ts';
import { TextChain } from './text-chain.ts';
import { type Typing, typingOf } from './typing.ts';

export interface UndoOptions<S extends Schema> {
  readonly log: DocumentLog<S>;
  readonly random: Random;
  readonly clock: Clock;
  readonly limits: OperationLimits;
  /** How many steps are held. */
  readonly limit: number;
  /** Typing that pauses for no longer is one step. */
  readonly pauseMs: number;
  /** How many deltas of one text are held to carry undo over; beyond it the oldest steps are forgotten. */
  readonly maxCarried: number;
}

/** The history of a text that a held step has edited; `uses` counts the marks that point into it. */
interface TrackedText {
  readonly chain: TextChain;
  uses: number;
  /** What it said when its entity was deleted; undefined while that is there. */
  last: string | undefined;
}

/** What an event that is about to be told belongs to. */
type Claim =
  | { readonly kind: 'transaction'; readonly operation: Operation }
  | { readonly kind: 'reversal'; readonly deeds: Deed[] };

/**
 * The steps of one person, and what is needed to take them back under other people's edits.
 * Invariant: the chain of each tracked text leads to the text as the last observed event left it.
 */
export class UndoHistory<S extends Schema = Schema> {
  readonly #options: UndoOptions<S>;
  readonly #others = new Others();
  readonly #texts = new Map<string, TrackedText>();
  readonly #undo = new StepStack();
  readonly #redo = new StepStack();
  #tick = 0;
  /** The state after the last observed event. */
  #seen: Snapshot<S>;
  /** The commit under way. */
  #claim: Claim | undefined;
  /** Commits whose event is told later, because they were made by a listener. */
  readonly #awaited: { readonly effect: Effect; readonly claim: Claim }[] = [];

  constructor(options: UndoOptions<S>) {
    this.#options = options;
    this.#seen = options.log.snapshot;
  }

  get canUndo(): boolean {
    return this.#undo.size > 0;
  }

  get canRedo(): boolean {
    return this.#redo.size > 0;
  }

  /** Commits an operation that can be undone. */
  commit(operation: Operation): Committed {
    return this.#commit(operation, { kind: 'transaction', operation });
  }

  undo(): UndoResult {
    return this.#turn(this.#undo, this.#redo, 'undo');
  }

  redo(): UndoResult {
    return this.#turn(this.#redo, this.#undo, 'redo');
  }

  /** Hears of every event of the log, before anyone else. */
  observe(event: DocumentEvent<S>): void {
    this.#tick += 1;
    const claim = event.cause === 'local' ? this.#claimOf(event.effect) : undefined;
    if (event.cause !== 'local') this.#others.touch(event.effect, this.#tick);
    if (claim !== undefined) this.#followLives(event.effect);
    if (claim === undefined) this.#recordOther(event.effect);
    else if (claim.kind === 'reversal') this.#recordReversal(event.effect, claim.deeds);
    else this.#recordTransaction(claim.operation, event.effect);
    this.#seen = event.after;
  }

  #claimOf(effect: Effect): Claim | undefined {
    const current = this.#claim;
    if (current !== undefined) {
      this.#claim = undefined;
      return current;
    }
    const index = this.#awaited.findIndex((awaited) => awaited.effect === effect);
    return index === -1 ? undefined : this.#awaited.splice(index, 1)[0]?.claim;
  }

  #commit(operation: Operation, claim: Claim): Committed {
    this.#claim = claim;
    try {
      const committed = this.#options.log.commit(operation);
      const isTold = this.#claim !== claim || committed.effect.length === 0;
      if (!isTold) this.#awaited.push({ effect: committed.effect, claim });
      return committed;
    } finally {
      this.#claim = undefined;
    }
  }

  #recordReversal(effect: Effect, deeds: Deed[]): void {
    this.#others.hold(effect, undefined);
    deeds.push({ effect, tick: this.#tick });
  }

  /** Somebody else's event, or one that is not to be undone: only its text deltas matter. */
  #recordOther(effect: Effect): void {
    if (this.#texts.size === 0) return;
    for (const item of effect) {
      if (item.kind !== 'modify') {
        this.#followLife(item);
        continue;
      }
      for (const field in item.fields) {
        const change = item.fields[field];
        if (change?.kind !== 'text') continue;
        this.#carryFurther(textKey(item.table, item.id, field, change.incarnation), change.delta);
      }
    }
  }

  #followLives(effect: Effect): void {
    if (this.#texts.size === 0) return;
    for (const item of effect) if (item.kind !== 'modify') this.#followLife(item);
  }

  /**
   * A text that went with its entity can come back, by somebody's undo, with other words than it went with: whoever
   * deleted it had not seen the last edits. Then its history does not lead to it, and ends.
   */
  #followLife({ kind, table, id, row }: Exclude<EntityEffect, { kind: 'modify' }>): void {
    for (const [field, value] of Object.entries(row.fields)) {
      if (!isJsonObject(value)) continue;
      const { incarnation, text } = value;
      if (typeof incarnation !== 'string' || typeof text !== 'string') continue;
      const key = textKey(table, id, field, incarnation);
      const tracked = this.#texts.get(key);
      if (tracked === undefined) continue;
      const isAnother = kind === 'insert' && text !== tracked.last;
      tracked.last = kind === 'delete' ? text : undefined;
      if (!isAnother) continue;
      tracked.chain.end();
      this.#texts.delete(key);
    }
  }

  #carryFurther(key: string, delta: TextDelta): void {
    const chain = this.#texts.get(key)?.chain;
    if (chain === undefined) return;
    chain.append(delta);
    while (chain.length > this.#options.maxCarried && this.#texts.has(key)) this.#forgetOldest();
  }

  #recordTransaction(operation: Operation, effect: Effect): void {
    if (this.#redo.size > 0) for (const step of this.#redo.clear()) this.#forget(step);
    const typed = typingOf(operation, effect);
    const nowMs = this.#options.clock.nowMs();
    if (effect.length === 0 || this.#typeOn(typed, nowMs)) return;
    const step = this.#stepFor(operation, typed && { key: typed.key, end: typed.end, atMs: nowMs });
    step.deeds.push({ effect, tick: this.#tick });
    this.#others.hold(effect, this.#tick);
    for (const { key, delta, removed } of textChangesIn(effect)) {
      const tracked = this.#texts.get(key) ?? { chain: new TextChain(), uses: 0, last: undefined };
      this.#texts.set(key, tracked);
      tracked.uses += 1;
      const mark = tracked.chain.appendOwn(delta, removed);
      const marks = step.texts.get(key);
      if (marks === undefined) step.texts.set(key, [mark]);
      else marks.push(mark);
    }
    while (this.#undo.size > this.#options.limit) this.#forgetOldest();
  }

  /** The last step if the operation is of its group, else a new one. */
  #stepFor(operation: Operation, typing: Step['typing']): Step {
    const top = this.#undo.top;
    if (operation.group !== undefined && top?.group === operation.group) return top;
    const step: Step = { deeds: [], texts: new Map(), group: operation.group, typing };
    this.#undo.push(step);
    return step;
  }

  /** Lets the last step grow if this is typing that goes on where the last left off. */
  #typeOn(typed: Typing | undefined, nowMs: number): boolean {
    const top = this.#undo.top;
    if (typed === undefined || top?.typing === undefined) return false;
    const { key, end, atMs } = top.typing;
    if (typed.key !== key || typed.start !== end || nowMs - atMs > this.#options.pauseMs) return false;
    const marks = top.texts.get(key);
    const mark = marks?.at(-1);
    const extended = mark?.chain.extend(mark, typed.delta);
    if (marks === undefined || extended === undefined) return false;
    marks[marks.length - 1] = extended;
    top.typing = { key, end: typed.end, atMs: nowMs };
    return true;
  }

  #turn(from: StepStack, to: StepStack, direction: Direction): UndoResult {
    if (this.#seen !== this.#options.log.snapshot) throw dbError('undo-in-listener');
    const step = from.pop();
    if (step === undefined) return { kind: 'nothing', skipped: [] };
    try {
      return this.#revert(step, to, direction);
    } catch (error) {
      this.#forgetAll();
      throw error;
    }
  }

  #revert(step: Step, to: StepStack, direction: Direction): UndoResult {
    const { log, limits, random } = this.#options;
    const builder = new OperationBuilder(log.snapshot);
    const { skipped, texts } = revertStep(step, direction, builder, this.#others);
    const operation = builder.finish();
    if (operation === undefined) {
      this.#forget(step);
      return { kind: 'nothing', skipped };
    }
    const deeds: Deed[] = [];
    const conflicts: Conflict[] = [];
    let changed = false;
    for (const part of splitOperation(log.snapshot.schema, operation, limits, () => randomId(random))) {
      const committed = this.#commit(part, { kind: 'reversal', deeds });
      conflicts.push(...committed.conflicts);
      changed ||= committed.effect.length > 0;
    }
    const all = [...skipped, ...conflicts.map(skippedBy)];
    if (!changed) {
      this.#forget(step);
      return { kind: 'nothing', skipped: all };
    }
    to.push({ deeds, texts, group: undefined, typing: undefined });
    this.#others.release(step);
    return { kind: all.length > 0 ? 'partly' : 'undone', skipped: all };
  }

  #forgetOldest(): void {
    const oldest = this.#undo.dropOldest();
    if (oldest === undefined) {
      for (const step of this.#redo.clear()) this.#forget(step);
      return;
    }
    for (const marks of oldest.texts.values()) {
      for (const mark of marks) if (mark.state === 'in') mark.chain.forgetUpTo(mark);
    }
    this.#forget(oldest);
  }

  #forget(step: Step): void {
    this.#others.release(step);
    for (const [key, marks] of step.texts) {
      const tracked = this.#texts.get(key);
      if (tracked === undefined) continue;
      // Marks of a history that has ended are not among its uses.
      tracked.uses -= marks.filter(({ chain }) => chain === tracked.chain).length;
      if (tracked.uses <= 0) this.#texts.delete(key);
    }
  }

  #forgetAll(): void {
    this.#undo.clear();
    this.#redo.clear();
    this.#texts.clear();
  }
}

interface TextChange {
  readonly key: string;
  readonly delta: TextDelta;
  readonly removed: string;
}

function* textChangesIn(effect: Effect): Iterable<TextChange> {
  for (const item of effect) {
    if (item.kind !== 'modify') continue;
    for (const [field, change] of Object.entries(item.fields)) {
      if (change.kind !== 'text') continue;
      const { delta, removed, incarnation } = change;
      yield { key: textKey(item.table, item.id, field, incarnation), delta, removed };
    }
  }
}

function skippedBy({ table, id, field }: Conflict): Skipped {
  return field === undefined ? { table, id, reason: 'conflict' } : { table, id, field, reason: 'conflict' };
}
