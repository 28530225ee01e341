import type { Row } from '@statehouse/ot';
import type { JoinPlan, LevelPlan } from '../plan/plan.ts';
import type { QuerySource } from '../plan/query-source.ts';
import { type CompareRows, compareBy } from '../plan/row-order.ts';
import { JoinFrom } from './join-from.ts';
import { type Gather, JoinTo } from './join-to.ts';
import { Level } from './level.ts';
import type { Pace } from './pace.ts';
import { NodePool, type StepJoin } from './row-node.ts';
import { RowsWindow } from './rows-window.ts';
import { Selection } from './selection.ts';
import type { Step } from './step.ts';
import { createSummary } from './summary.ts';
import { SummaryTerminal } from './summary-terminal.ts';
import { type Holder, keptList, type Terminal } from './terminal.ts';

/** The operators of one level with the plan that they carry out: for explanations. */
export interface CompiledLevel {
  readonly plan: LevelPlan;
  readonly selection: Selection;
  readonly joins: readonly { readonly name: string; readonly level: CompiledLevel }[];
}

interface CompiledJoin {
  readonly operator: StepJoin;
  readonly level: CompiledLevel;
}

/**
 * The operators of a whole query over one state after the other.
 * Law: after `load` and after each `step` it answers for the later state, as if it had loaded that alone; whatever
 * is the same in both states is the same object.
 */
export class Pipeline {
  readonly compiled: CompiledLevel;
  readonly #level: Level;
  readonly #pace: Pace;
  readonly #terminal: Terminal;

  /** Loads the first state. `holder` hears of changes of the value from then on. */
  constructor(plan: LevelPlan, pace: Pace, holder: Holder, state: QuerySource) {
    const parts = compileParts(plan, pace);
    this.compiled = parts.compiled;
    this.#level = createLevel(parts, pace);
    this.#pace = pace;
    this.#terminal = this.#level.open('', holder, state);
    pace.end();
  }

  get value(): unknown {
    return this.#terminal.value;
  }

  /** Reads everything anew. */
  load(state: QuerySource): void {
    this.#pace.step += 1;
    this.#pace.epoch += 1;
    this.#terminal.load(state);
    this.#pace.end();
  }

  step(step: Step): void {
    this.#pace.step += 1;
    this.#level.step(step);
    this.#pace.end();
  }
}

/** What every level has, whichever way its rows come to it. */
interface Parts {
  readonly selection: Selection;
  readonly joins: readonly StepJoin[];
  /** What makes values of rows; undefined: they are the rows themselves. */
  readonly pool: NodePool | undefined;
  readonly compiled: CompiledLevel;
}

function compileParts(plan: LevelPlan, pace: Pace): Parts {
  const selection = new Selection(plan.selection);
  const below = plan.joins.map((join) => compileJoin(join, pace));
  const joins = below.map(({ operator }) => operator);
  const pool = joins.length === 0 ? undefined : new NodePool(joins, pace);
  const levels = below.map(({ operator, level }) => ({ name: operator.name, level }));
  return { selection, joins, pool, compiled: { plan, selection, joins: levels } };
}

function createLevel({ selection, joins, pool, compiled }: Parts, pace: Pace): Level {
  return new Level(selection, joins, terminalsOf(compiled.plan, selection, pool, pace));
}

function compileJoin({ name, relation, level: plan }: JoinPlan, pace: Pace): CompiledJoin {
  const parts = compileParts(plan, pace);
  const { compiled: level, pool } = parts;
  if (relation.direction === 'from') return { operator: new JoinFrom(name, createLevel(parts, pace)), level };
  const createGather = () => (relation.many ? gatherMany(plan, pool) : gatherOne(pool));
  return { operator: new JoinTo({ ...parts, name, field: relation.field, createGather, pace }), level };
}

function terminalsOf(
  plan: LevelPlan,
  selection: Selection,
  pool: NodePool | undefined,
  pace: Pace,
): (link: string, holder: Holder) => Terminal {
  const { output, offset, limit, order = [] } = plan;
  if (output.kind === 'rows' || output.kind === 'first') {
    const isFirst = output.kind === 'first';
    const window = { selection, compare: compareBy(order), offset, limit, isFirst, pool, pace };
    return (link, holder) => new RowsWindow(window, link, holder);
  }
  const window = { order, offset, limit };
  return (link, holder) => new SummaryTerminal(selection, createSummary(output, window), link, holder);
}

function gatherOne(pool: NodePool | undefined): Gather {
  return ([row]) => (row === undefined ? null : valueIn(pool, row));
}

/** A list of references is as long as somebody wrote it: it is gathered anew whenever one of its rows changes. */
function gatherMany(plan: LevelPlan, pool: NodePool | undefined): Gather {
  const { output, order, offset, limit } = plan;
  if (output.kind === 'rows' || output.kind === 'first') {
    const compare: CompareRows | undefined = order === undefined ? undefined : compareBy(order);
    let last: readonly unknown[] | undefined;
    return (rows) => {
      const inOrder = compare === undefined ? rows : rows.toSorted(compare);
      const shown = inOrder.slice(offset, limit === null ? undefined : offset + limit);
      last = keptList(
        last,
        shown.map((row) => valueIn(pool, row)),
      );
      return output.kind === 'first' ? (last[0] ?? null) : last;
    };
  }
  const summary = createSummary(output, { order: order ?? [], offset, limit });
  return (rows) => {
    summary.clear();
    for (const row of rows) summary.add(row);
    summary.settle();
    return summary.value;
  };
}

function valueIn(pool: NodePool | undefined, row: Row): unknown {
  return pool === undefined ? row : pool.valueOf(row);
}
