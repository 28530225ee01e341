import {
  apply,
  applyEffect,
  type Conflict,
  composeText,
  type DocumentState,
  type Effect,
  leastSeen,
  type Operation,
  type Origin,
  type RowWrite,
  rebase,
  type TaggedEffect,
  type TextDelta,
} from '@statehouse/ot';
import { inverseEffect } from './inverse-effect.ts';
import { entityKey, entityOfKey, heldRow, keysOfEffect, ObservedState } from './keys.ts';
import { isTextOnly, loneTextOf } from './lone-text.ts';
import { KeyOwners, type Pending } from './pending.ts';
import { predictionHolds } from './prediction.ts';
import { effectBetween, type KnownDeltas } from './visible-effect.ts';

/** A change of what views see: applied to `before`, the effect gives `after`. */
export interface VisibleChange<State> {
  readonly before: State;
  readonly after: State;
  readonly effect: Effect;
}

/** What a local operation did, seen through everything that is pending. */
export interface CommittedPending {
  readonly pending: Pending;
  readonly effect: Effect;
  readonly conflicts: readonly Conflict[];
}

/**
 * Confirmed + pending. The confirmed state is the log's; the visible one is the confirmed one with every pending
 * operation applied in order.
 *
 *     log ── e1 ── e2 ── e3 ──▶ confirmed ── p1 ── p2 ──▶ visible
 *
 * Invariant after every call: `visible` equals applying `pending` in order to `confirmed`, and a row that is equal to
 * the one before is the same object. Only operations that share a key with what changed are applied again.
 */
export class Overlay<State extends DocumentState> {
  #confirmed: State;
  #visible: State;
  #pending: Pending[] = [];
  readonly #owners = new KeyOwners();

  constructor(confirmed: State) {
    this.#confirmed = confirmed;
    this.#visible = confirmed;
  }

  get confirmed(): State {
    return this.#confirmed;
  }

  get visible(): State {
    return this.#visible;
  }

  /** In the order of their sequences. */
  get pending(): readonly Pending[] {
    return this.#pending;
  }

  /** Lays one more own operation on top. */
  commit(operation: Operation, origin: Origin, seen?: number): CommittedPending {
    const pending: Pending = {
      origin,
      operation,
      seen,
      sent: undefined,
      predicted: undefined,
      keys: new Set(),
    };
    const { effect, conflicts } = this.#applyOnTop(pending);
    this.#pending.push(pending);
    this.#owners.add(pending);
    return { pending, effect, conflicts };
  }

  /** Puts one operation in the place of the last two, unsent ones, of which it is the composition. */
  joinLastTwo(operation: Operation): void {
    const second = this.#pending.pop();
    const first = this.#pending.pop();
    if (first === undefined || second === undefined) return;
    this.#owners.remove(first);
    this.#owners.remove(second);
    const keys = new Set([...first.keys, ...second.keys]);
    const joined: Pending = {
      origin: first.origin,
      operation,
      seen: leastSeen(first.seen, second.seen),
      sent: undefined,
      predicted: undefined,
      keys,
    };
    this.#pending.push(joined);
    this.#owners.add(joined);
    const keystrokes = first.predicted === undefined && second.predicted === undefined;
    if (!keystrokes || loneTextOf(operation) === undefined) this.#recompute(new Set(keys), () => undefined);
  }

  /** Entries of others, in order: confirmed takes them, pending is carried over them. */
  receive(entries: readonly TaggedEffect[]): VisibleChange<State> {
    const before = this.#visible;
    const confirmedBefore = this.#confirmed;
    const effect = effectOf(entries);
    this.#confirmed = applyEffect(confirmedBefore, effect);
    if (this.#pending.length === 0) {
      this.#visible = this.#confirmed;
      return { before, after: this.#visible, effect };
    }
    const seen = effectOf(this.#rebasePending(entries));
    if (isTextOnly(effect) && this.#passesThrough(effect)) {
      this.#visible = applyEffect(before, seen);
      return { before, after: this.#visible, effect: seen };
    }
    return this.#recompute(keysOfEffect(effect, confirmedBefore, this.#confirmed), deltasOf(seen));
  }

  /**
   * The log's answer to the first pending operation. `diverged`: it did something else than was predicted, and what
   * views see has changed.
   */
  confirm(effect: Effect): { readonly diverged: VisibleChange<State> | undefined } {
    const first = this.#takeFirst();
    const confirmedBefore = this.#confirmed;
    this.#confirmed = applyEffect(confirmedBefore, effect);
    if (first !== undefined && predictionHolds(first, effect)) {
      this.#keepVisible();
      return { diverged: undefined };
    }
    const keys = keysOfEffect(effect, confirmedBefore, this.#confirmed);
    for (const key of first?.keys ?? []) keys.add(key);
    const diverged = this.#recompute(keys, () => undefined);
    this.#keepVisible();
    return { diverged };
  }

  /** The log refused the first pending operation: it goes, and the others are carried over its inverse. */
  refuse(): VisibleChange<State> {
    const first = this.#takeFirst();
    if (first === undefined) return { before: this.#visible, after: this.#visible, effect: [] };
    const { effect } = apply(this.#confirmed, first.operation, first.origin);
    const inverse = inverseEffect(effect);
    const seen = effectOf(this.#rebasePending([{ origin: first.origin, effect: inverse }]));
    const change = this.#recompute(new Set(first.keys), deltasOf(seen));
    this.#keepVisible();
    return change;
  }

  /** Puts back what the device kept: operations in today's coordinates, on the confirmed state that was kept with them. */
  restore(
    kept: readonly {
      readonly origin: Origin;
      readonly operation: Operation;
      readonly seen: Pending['seen'];
      readonly sent: Pending['sent'];
    }[],
  ): void {
    for (const { origin, operation, seen, sent } of kept) {
      const { pending } = this.commit(operation, origin, seen);
      pending.sent = sent;
    }
  }

  /** For tests: the visible state made anew from its definition. */
  recomputed(): State {
    return this.#pending.reduce(
      (state, { operation, origin }) => apply(state, operation, origin).state,
      this.#confirmed,
    );
  }

  /**
   * For an own operation whose answer stands inside a snapshot: confirmed takes what was predicted. Returns what that
   * was.
   */
  assumeConfirmed(): Effect {
    const [first] = this.#pending;
    if (first === undefined) return [];
    const { effect } = apply(this.#confirmed, first.operation, first.origin);
    this.confirm(effect);
    return effect;
  }

  /** With nothing pending the two are equal; taking the visible one over keeps the identity of rows and lists. */
  #keepVisible(): void {
    if (this.#pending.length === 0) this.#confirmed = this.#visible;
  }

  #takeFirst(): Pending | undefined {
    const first = this.#pending.shift();
    if (first !== undefined) this.#owners.remove(first);
    return first;
  }

  #rebasePending(entries: readonly TaggedEffect[]): readonly TaggedEffect[] {
    const { own, remote } = rebase(this.#pending, entries);
    if (own !== this.#pending) {
      for (const [index, pending] of this.#pending.entries()) {
        const carried = own[index];
        if (carried !== undefined && carried.operation !== pending.operation)
          pending.operation = carried.operation;
      }
    }
    return remote;
  }

  /** Applies an operation to the visible state and notes what its outcome depends on. */
  #applyOnTop(pending: Pending): { readonly effect: Effect; readonly conflicts: readonly Conflict[] } {
    const lone = loneTextOf(pending.operation);
    if (lone !== undefined) {
      const { state, effect, conflicts } = apply(this.#visible, pending.operation, pending.origin);
      this.#visible = state;
      pending.keys = new Set([entityKey(lone.table, lone.id)]);
      pending.predicted = conflicts.length === 0 && effect.length === 1 ? undefined : effect;
      return { effect, conflicts };
    }
    const { state, effect, conflicts } = apply(
      new ObservedState(this.#visible),
      pending.operation,
      pending.origin,
    );
    this.#visible = state.state;
    pending.keys = state.keys;
    pending.predicted = effect;
    return { effect, conflicts };
  }

  /**
   * Whether an effect that changes texts only goes through without judging anything again. No rule looks at the
   * content of a text, so it does wherever the entity is there and pending operations do no more than modify it.
   */
  #passesThrough(effect: Effect): boolean {
    return effect.every(({ table, id }) => {
      if (heldRow(this.#visible, table, id) === undefined) return false;
      for (const { predicted } of this.#owners.of(entityKey(table, id)) ?? []) {
        const doesMore = predicted?.some(
          (item) => item.table === table && item.id === id && item.kind !== 'modify',
        );
        if (doesMore === true) return false;
      }
      return true;
    });
  }

  /** Applies again whatever is connected with `keys`; everything else stays as it is. */
  #recompute(keys: Set<string>, known: KnownDeltas): VisibleChange<State> {
    const before = this.#visible;
    for (;;) {
      const affected = this.#owners.closure(keys);
      for (const pending of affected) this.#owners.remove(pending);
      this.#visible = before.with(this.#confirmedRows(keys));
      for (const pending of this.#pending) if (affected.has(pending)) this.#applyOnTop(pending);
      for (const pending of affected) this.#owners.add(pending);
      const sizeBefore = keys.size;
      for (const pending of affected) for (const key of pending.keys) keys.add(key);
      if (keys.size === sizeBefore || !this.#reachesFurther(keys, affected)) break;
    }
    const effect: Effect[number][] = [];
    const kept: RowWrite[] = [];
    for (const key of keys) {
      const entity = entityOfKey(key);
      const shape = entity === undefined ? undefined : before.shape(entity.table);
      if (entity === undefined || shape === undefined) continue;
      const earlier = heldRow(before, entity.table, entity.id);
      const later = heldRow(this.#visible, entity.table, entity.id);
      const changed = effectBetween(shape, entity.id, earlier, later, known);
      effect.push(...changed);
      if (changed.length === 0 && earlier !== later) kept.push({ ...entity, row: earlier });
    }
    if (kept.length > 0) this.#visible = this.#visible.with(kept);
    if (effect.length === 0) this.#visible = before;
    return { before, after: this.#visible, effect };
  }

  #reachesFurther(keys: ReadonlySet<string>, affected: ReadonlySet<Pending>): boolean {
    for (const key of keys) {
      for (const pending of this.#owners.of(key) ?? []) if (!affected.has(pending)) return true;
    }
    return false;
  }

  #confirmedRows(keys: ReadonlySet<string>): RowWrite[] {
    const writes: RowWrite[] = [];
    for (const key of keys) {
      const entity = entityOfKey(key);
      if (entity !== undefined)
        writes.push({ ...entity, row: heldRow(this.#confirmed, entity.table, entity.id) });
    }
    return writes;
  }
}

function effectOf(entries: readonly TaggedEffect[]): Effect {
  const [only] = entries;
  return entries.length === 1 && only !== undefined ? only.effect : entries.flatMap(({ effect }) => effect);
}

/** What is known to have happened to texts; several deltas of one text are known as one. */
function deltasOf(effect: Effect): KnownDeltas {
  return (table, id, field): TextDelta | undefined => {
    let delta: TextDelta | undefined;
    for (const item of effect) {
      if (item.table !== table || item.id !== id || item.kind !== 'modify') continue;
      const known = item.fields[field];
      if (known?.kind === 'text') delta = delta === undefined ? known.delta : composeText(delta, known.delta);
    }
    return delta;
  };
}
