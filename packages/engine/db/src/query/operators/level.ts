import type { Row } from '@statehouse/ot';
import { targetsIn } from '../../index-keys.ts';
import type { QuerySource } from '../plan/query-source.ts';
import type { StepJoin } from './row-node.ts';
import type { Delta } from './selected-rows.ts';
import type { Selection } from './selection.ts';
import type { Step } from './step.ts';
import type { Holder, Terminal } from './terminal.ts';

/** Makes the end of a level's pipeline for the rows that hang on one above; `link` is empty for the whole query. */
export type CreateTerminal = (link: string, holder: Holder) => Terminal;

/**
 * One level of a query: selected rows, and a terminal for each row above that is in the result.
 * Invariant: between steps every terminal answers for the same state.
 */
export class Level {
  readonly selection: Selection;
  readonly #joins: readonly StepJoin[];
  readonly #createTerminal: CreateTerminal;
  readonly #terminals = new Map<string, Terminal>();

  constructor(selection: Selection, joins: readonly StepJoin[], createTerminal: CreateTerminal) {
    this.selection = selection;
    this.#joins = joins;
    this.#createTerminal = createTerminal;
  }

  open(link: string, holder: Holder, state: QuerySource): Terminal {
    const terminal = this.#createTerminal(link, holder);
    this.#terminals.set(link, terminal);
    terminal.load(state);
    return terminal;
  }

  close(link: string): void {
    this.#terminals.get(link)?.release();
    this.#terminals.delete(link);
  }

  /** What is joined comes first: rows that enter a window read their joins from the later state, and miss no delta. */
  step(step: Step): void {
    for (const join of this.#joins) join.step(step);
    const { link } = this.selection.plan;
    if (link === undefined) {
      const deltas = this.selection.deltas(step, () => true);
      if (deltas.length > 0) this.#terminals.get('')?.apply(deltas, step.after);
      return;
    }
    const isWanted = (row: Row) => targetsIn(row, link.field).some((id) => this.#terminals.has(id));
    const routed = new Map<string, Delta[]>();
    const route = (row: Row | undefined, delta: Delta): void => {
      for (const id of targetsIn(row, link.field)) {
        if (!this.#terminals.has(id)) continue;
        const known = routed.get(id);
        if (known === undefined) routed.set(id, [delta]);
        else known.push(delta);
      }
    };
    for (const { before, after } of this.selection.deltas(step, isWanted)) {
      route(before, { before, after: undefined });
      route(after, { before: undefined, after });
    }
    for (const [id, deltas] of routed) this.#terminals.get(id)?.apply(deltas, step.after);
  }
}
