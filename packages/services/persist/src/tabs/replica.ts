import { applyDifferences, type Difference } from '../patch/patch.ts';

/** Names a change for ever: the tab that made it, and its number there, from 1. */
export interface ChangeId {
  readonly tab: string;
  readonly sequence: number;
}

/** What a tab wants to be done: differences that it has made already, or an input for the store that the leader runs. */
export type Submission = ChangeId &
  (
    | { readonly kind: 'differences'; readonly differences: readonly Difference[] }
    | { readonly kind: 'input'; readonly input: unknown }
  );

/** A change in the place that the leader gave it; places are counted from 1 in each epoch. */
export interface OrderedChange extends ChangeId {
  readonly position: number;
  readonly differences: readonly Difference[];
  /** What the store threw when it got the input; then there are no differences. */
  readonly failure?: string;
}

/** All that a leader has: from here on a tab needs only what follows. */
export interface Welcome {
  readonly epoch: number;
  readonly position: number;
  readonly saved: number;
  readonly parts: unknown;
  readonly applied: Applied;
  /** The changes up to `position` that are not durable yet. */
  readonly tail: readonly OrderedChange[];
}

/** The last change of each tab that is in a state. */
export type Applied = ReadonlyMap<string, number>;

/** So many tabs are remembered; of those that were not heard of for longest the last change is forgotten. */
const MOST_TABS = 64;

/** Nothing, not even what the epoch began with, is durable. */
const NOTHING_SAVED = -1;

/**
 * What one tab knows: the state in the leader's order, and what is not in it or not durable yet.
 *
 * Invariant: `base` is what the first `position` changes of the epoch have made; `tail` are those of them that are not
 * durable, `pending` are the changes that the leader of this epoch has not ordered, each in its order. So whatever is not
 * durable can be sent again, and a change is in at most one of the two.
 */
export class Replica {
  readonly tab: string;
  #epoch = 0;
  #position = 0;
  #saved = NOTHING_SAVED;
  #base: unknown;
  #applied = new Map<string, number>();
  #tail: OrderedChange[] = [];
  #pending: Submission[] = [];
  #sequence = 0;

  constructor(tab: string, base: unknown) {
    this.tab = tab;
    this.#base = base;
  }

  /** Which leader's order this is; 0 before there is one. */
  get epoch(): number {
    return this.#epoch;
  }

  get position(): number {
    return this.#position;
  }

  /** The place up to which all is durable; -1 if not even what the epoch began with is. */
  get saved(): number {
    return this.#saved;
  }

  get base(): unknown {
    return this.#base;
  }

  get applied(): Applied {
    return this.#applied;
  }

  get pending(): readonly Submission[] {
    return this.#pending;
  }

  /** What this tab shows: the order, and its own changes on top of it. */
  get shown(): unknown {
    return this.#pending.reduce(
      (state, each) => (each.kind === 'input' ? state : applyDifferences(state, each.differences)),
      this.#base,
    );
  }

  get isSaved(): boolean {
    return this.#pending.length === 0 && this.#saved >= this.#position;
  }

  get welcome(): Welcome {
    return {
      epoch: this.#epoch,
      position: this.#position,
      saved: this.#saved,
      parts: this.#base,
      applied: this.#applied,
      tail: [...this.#tail],
    };
  }

  /** Notes a change of this tab. */
  submit(change: { readonly differences: readonly Difference[] } | { readonly input: unknown }): Submission {
    this.#sequence += 1;
    const id = { tab: this.tab, sequence: this.#sequence };
    const submission: Submission =
      'input' in change
        ? { ...id, kind: 'input', input: change.input }
        : { ...id, kind: 'differences', differences: change.differences };
    this.#pending.push(submission);
    return submission;
  }

  /** Begins to order: from what is durable, or, if nothing is, from what this tab has. What is not in it is pending. */
  lead(epoch: number, stored: { readonly parts: unknown; readonly applied: Applied } | undefined): void {
    this.#epoch = epoch;
    if (stored === undefined) {
      this.#tail = this.#tail.map((change, at) => ({ ...change, position: at + 1 }));
      this.#position = this.#tail.length;
      this.#saved = NOTHING_SAVED;
      return;
    }
    this.#adopt(stored.parts, stored.applied);
    this.#tail = [];
    this.#position = 0;
    this.#saved = NOTHING_SAVED;
  }

  /** Whether a change is the next of its tab: not in the order yet, and none before it missing. */
  isNext({ tab, sequence }: ChangeId): boolean {
    const last = this.#applied.get(tab);
    // Of a tab that is not known any more, what it sends first is what the order does not have.
    return last === undefined || sequence === last + 1;
  }

  /** Puts the next change of a tab in its place, as the leader. */
  order({ tab, sequence }: ChangeId, done: Pick<OrderedChange, 'differences' | 'failure'>): OrderedChange {
    const change = { tab, sequence, ...done, position: this.#position + 1 };
    this.#take(change);
    return change;
  }

  /** Takes over what the leader has ordered, and says what that made of what is shown. */
  confirm(change: OrderedChange): 'missing' | 'same' | 'new' {
    if (change.position <= this.#position) return 'same';
    if (change.position > this.#position + 1) return 'missing';
    const [first] = this.#pending;
    const isEcho = first?.kind === 'differences' && isSame(first, change) && change.differences.length > 0;
    // The very values that the store holds already, not copies of them: what did not change stays the same object.
    this.#take(isEcho ? { ...change, differences: first.differences } : change);
    return isEcho ? 'same' : 'new';
  }

  /** Begins anew from what a leader has; what is not in it is pending. */
  adopt({ epoch, position, saved, parts, applied, tail }: Welcome): void {
    this.#epoch = epoch;
    this.#adopt(parts, applied);
    this.#position = position;
    this.#saved = saved;
    this.#tail = [...tail];
  }

  /** All up to a place is durable. */
  settle(position: number): void {
    this.#saved = Math.max(this.#saved, position);
    const first = this.#tail.findIndex((change) => change.position > this.#saved);
    this.#tail.splice(0, first < 0 ? this.#tail.length : first);
  }

  /** What was durable has been deleted. */
  forget(): void {
    this.#saved = NOTHING_SAVED;
  }

  /** Puts another object with the same contents in place of the base: the one that the store holds. */
  align(base: unknown): void {
    this.#base = base;
  }

  #adopt(parts: unknown, applied: Applied): void {
    const isMissing = ({ tab, sequence }: ChangeId) => sequence > (applied.get(tab) ?? 0);
    const ordered = this.#tail.filter(isMissing);
    const again = ordered.map(
      ({ tab, sequence, differences }): Submission => ({ tab, sequence, kind: 'differences', differences }),
    );
    this.#pending = [...again, ...this.#pending.filter(isMissing)];
    this.#base = parts;
    this.#applied = new Map(applied);
  }

  #take(change: OrderedChange): void {
    const { tab, sequence, differences, position } = change;
    this.#base = applyDifferences(this.#base, differences);
    this.#position = position;
    this.#tail.push(change);
    const at = this.#pending.findIndex((each) => isSame(each, change));
    if (at >= 0) this.#pending.splice(at, 1);
    this.#applied.delete(tab);
    this.#applied.set(tab, sequence);
    for (const [oldest] of this.#applied) {
      if (this.#applied.size <= MOST_TABS) break;
      this.#applied.delete(oldest);
    }
  }
}

function isSame(one: ChangeId, other: ChangeId): boolean {
  return one.tab === other.tab && one.sequence === other.sequence;
}
