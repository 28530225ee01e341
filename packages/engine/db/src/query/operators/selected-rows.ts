import type { Row } from '@statehouse/ot';
import type { SelectionPlan } from '../plan/plan.ts';
import type { QuerySource } from '../plan/query-source.ts';
import type { Reads } from './meter.ts';
import type { Step } from './step.ts';

/** A row that came, went or changed among those selected: absent where it is not one of them. */
export interface Delta {
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** Judges a row in a state. */
export type RowTest = (row: Row, source: QuerySource) => boolean;

/** Some rows of a table, in any state and between two. */
export interface SelectedRows {
  readonly plan: SelectionPlan;
  /** What was read so far. */
  readonly meter: Reads;
  /** What is asked of rows related to these, wherever it stands in the condition. */
  readonly related: readonly { readonly selected: SelectedRows }[];
  /** Whether a row fulfils the condition; the link is not asked. */
  accepts(row: Row, state: QuerySource): boolean;
  /** The selected rows, in any order, each once. `link`: the id of the row that they hang on. */
  read(state: QuerySource, link: string): Iterable<Row>;
  /** What changed among the selected rows that are wanted. */
  deltas(step: Step, isWanted: (row: Row) => boolean): readonly Delta[];
}
