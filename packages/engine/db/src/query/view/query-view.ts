import type { Schema } from '../../schema.ts';
import type { Query } from '../expression/query.ts';
import { type Keeping, Pace } from '../operators/pace.ts';
import { Pipeline } from '../operators/pipeline.ts';
import type { SelectedRows } from '../operators/selected-rows.ts';
import { readStep } from '../operators/step.ts';
import type { Holder } from '../operators/terminal.ts';
import { planQuery } from '../plan/plan.ts';
import type { QueryPort } from '../plan/query-source.ts';
import { type Explanation, explainLevels, type LastStep, selectionsIn } from './explanation.ts';

/** What keeping a query up to date has taken so far. */
export interface QueryStats {
  /** Steps that were done from what changed in the query's tables. */
  readonly increments: number;
  /** Steps in which everything was read anew, because the difference was larger than that. */
  readonly recomputations: number;
  /** How often rows behind a window were fetched because some had left it. */
  readonly refills: number;
  /** Rows read and changes looked at. */
  readonly touchedRows: number;
}

/**
 * A query over one state after another.
 * Invariant: `value` is what the query answers in `state`.
 */
export class QueryView<State> implements Holder {
  readonly #port: QueryPort<State>;
  readonly #pace: Pace;
  readonly #pipeline: Pipeline;
  readonly #selections: readonly SelectedRows[];
  readonly #tables: ReadonlySet<string>;
  #state: State;
  #isChanged = false;
  #changes = 0;
  #increments = 0;
  #recomputations = 0;
  /** What reading everything took when it was done last. */
  #readRows: number;
  #last: LastStep;

  /** Without `keeping` the view stays with its first state. */
  constructor(port: QueryPort<State>, query: Query<Schema, unknown>, state: State, keeping?: Keeping) {
    const source = port.source(state);
    const plan = planQuery(query.schema, query.node, source);
    this.#port = port;
    this.#pace = new Pace(keeping);
    this.#state = state;
    this.#pipeline = new Pipeline(plan, this.#pace, this, source);
    this.#selections = selectionsIn(this.#pipeline.compiled);
    this.#tables = new Set(this.#selections.map((selected) => selected.plan.table));
    this.#readRows = this.#read();
    this.#last = { kind: 'computed', changes: 0, touchedRows: this.#readRows };
  }

  get value(): unknown {
    return this.#pipeline.value;
  }

  /** The tables that the value depends on. */
  get tables(): ReadonlySet<string> {
    return this.#tables;
  }

  get stats(): QueryStats {
    return {
      increments: this.#increments,
      recomputations: this.#recomputations,
      refills: this.#pace.refills,
      touchedRows: this.#touched(),
    };
  }

  explain(): Explanation {
    const levels = explainLevels(this.#pipeline.compiled);
    return { ...levels, touchedRows: this.#touched(), last: this.#last };
  }

  /** Goes to another state. @returns whether the value may be another */
  moveTo(state: State): boolean {
    if (state === this.#state) return false;
    const before = this.#touched();
    const most = Math.max(this.#pace.keeping?.alwaysIncremental ?? 0, this.#readRows);
    const { step, changes } = readStep(this.#port, this.#state, state, this.#tables, most);
    this.#state = state;
    this.#isChanged = false;
    this.#changes += changes;
    if (step === undefined) {
      const read = this.#read();
      this.#recomputations += 1;
      this.#pipeline.load(this.#port.source(state));
      this.#readRows = this.#read() - read;
    } else if (changes > 0) {
      this.#increments += 1;
      this.#pipeline.step(step);
    }
    const kind = step === undefined ? 'recomputed' : 'incremental';
    this.#last = { kind, changes, touchedRows: this.#touched() - before };
    return this.#isChanged;
  }

  changed(): void {
    this.#isChanged = true;
  }

  #touched(): number {
    return this.#changes + this.#read();
  }

  #read(): number {
    return this.#selections.reduce((sum, { meter }) => sum + meter.rows, 0);
  }
}
