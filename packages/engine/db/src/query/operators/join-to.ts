import type { Row } from '@statehouse/ot';
import { idOf, targetsIn } from '../../index-keys.ts';
import type { QuerySource } from '../plan/query-source.ts';
import type { Pace } from './pace.ts';
import type { JoinPart, NodePool, StepJoin } from './row-node.ts';
import type { Selection } from './selection.ts';
import type { Step } from './step.ts';
import type { Holder } from './terminal.ts';

/** Makes of the rows that a row refers to what stands in it; called anew whenever one of them changes. */
export type Gather = (rows: readonly Row[]) => unknown;

/** What the joins of one field have in common. */
export interface JoinToPlan {
  readonly name: string;
  readonly field: string;
  readonly selection: Selection;
  /** The joins of the rows that are referred to. */
  readonly joins: readonly StepJoin[];
  readonly pool: NodePool | undefined;
  /** Makes one for each row above, so that it can remember what it answered last. */
  readonly createGather: () => Gather;
  readonly pace: Pace;
}

/**
 * Gives each row what its own field refers to.
 * Invariant: there is a target for each id that a row in the result names, and no other.
 */
export class JoinTo implements StepJoin {
  readonly name: string;
  readonly #plan: JoinToPlan;
  readonly #targets = new Map<string, Target>();

  constructor(plan: JoinToPlan) {
    this.name = plan.name;
    this.#plan = plan;
  }

  attach(row: Row, holder: Holder, state: QuerySource): JoinPart {
    let held: readonly Target[] = [];
    const gather = this.#plan.createGather();
    const follow = (to: Row, later: QuerySource): void => {
      const before = held;
      held = targetsIn(to, this.#plan.field).map((id) => this.#hold(id, holder, later));
      for (const target of before) if (!held.includes(target)) this.#letGo(target, holder);
    };
    follow(row, state);
    return {
      get value() {
        return gather(held.map((target) => target.row).filter((one) => one !== undefined));
      },
      show: follow,
      release: () => {
        for (const target of held) this.#letGo(target, holder);
      },
    };
  }

  step(step: Step): void {
    for (const join of this.#plan.joins) join.step(step);
    for (const { before, after } of this.#plan.selection.deltas(step, (row) =>
      this.#targets.has(idOf(row)),
    )) {
      const row = after ?? before;
      if (row !== undefined) this.#targets.get(idOf(row))?.set(after, step.after);
    }
  }

  #hold(id: string, holder: Holder, state: QuerySource): Target {
    const { pace, pool, selection } = this.#plan;
    let target = this.#targets.get(id);
    if (target === undefined) {
      target = new Target(id, pool, pace);
      this.#targets.set(id, target);
    }
    target.holders.add(holder);
    if (target.epoch !== pace.epoch) {
      target.epoch = pace.epoch;
      const [row] = selection.read(state, id);
      target.set(row, state);
    }
    return target;
  }

  #letGo(target: Target, holder: Holder): void {
    target.holders.delete(holder);
    if (target.holders.size > 0) return;
    this.#plan.pace.atEnd(() => {
      if (target.holders.size > 0 || this.#targets.get(target.id) !== target) return;
      this.#targets.delete(target.id);
      target.release();
    });
  }
}

/** The row that an id stands for, as long as somebody refers to it; undefined while it is not there or not selected. */
class Target implements Holder {
  readonly id: string;
  readonly holders = new Set<Holder>();
  readonly #pool: NodePool | undefined;
  readonly #pace: Pace;
  row: Row | undefined;
  /** When it was read last. */
  epoch = -1;
  #toldIn = -1;

  constructor(id: string, pool: NodePool | undefined, pace: Pace) {
    this.id = id;
    this.#pool = pool;
    this.#pace = pace;
  }

  set(row: Row | undefined, state: QuerySource): void {
    const before = this.row;
    this.row = row;
    if (row !== undefined) this.#pool?.show(row, this, state);
    else if (before !== undefined) this.#pool?.hide(idOf(before), this);
    if (row !== before) this.changed();
  }

  changed(): void {
    if (this.#toldIn === this.#pace.step) return;
    this.#toldIn = this.#pace.step;
    for (const holder of this.holders) holder.changed();
  }

  release(): void {
    if (this.row !== undefined) this.#pool?.hide(idOf(this.row), this);
  }
}
