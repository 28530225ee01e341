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
    const { level, compiled } = compileLevel(plan, pace);
    this.compiled = compiled;
    this.#level = level;
    this.#pace = pace;
    this.#terminal = level.open('', holder, state);
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

function compileLevel(
  plan: LevelPlan,
  pace: Pace,
): { readonly level: Level; readonly compiled: CompiledLevel } {
  const selection = new Selection(plan.selection);
  const joins = plan.joins.map((join) => compileJoin(join, pace));
  const operators = joins.map(({ operator }) => operator);
  const pool = operators.length === 0 ? undefined : new NodePool(operators, pace);
  const level = new Level(selection, operators, terminalsOf(plan, selection, pool, pace));
  return { level, compiled: compiledLevel(plan, selection, joins) };
}

function compiledLevel(plan: LevelPlan, selection: Selection, joins: readonly CompiledJoin[]): CompiledLevel {
  return { plan, selection, joins: joins.map(({ operator, level }) => ({ name: operator.name, level })) };
}

function compileJoin({ name, relation, level: plan }: JoinPlan, pace: Pace): CompiledJoin {
  if (relation.direction === 'from') {
    const { level, compiled } = compileLevel(plan, pace);
    return { operator: new JoinFrom(name, level), level: compiled };
  }
  const selection = new Selection(plan.selection);
  const joins = plan.joins.map((join) => compileJoin(join, pace));
  const operators = joins.map(({ operator }) => operator);
  const pool = operators.length === 0 ? undefined : new NodePool(operators, pace);
  const createGather = () => (relation.many ? gatherMany(plan, pool) : gatherOne(pool));
  const { field } = relation;
  return {
    operator: new JoinTo({ name, field, selection, joins: operators, pool, createGather, pace }),
    level: compiledLevel(plan, selection, joins),
  };
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
