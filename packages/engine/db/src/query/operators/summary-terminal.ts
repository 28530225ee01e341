import type { QuerySource } from '../plan/query-source.ts';
import type { Delta } from './selected-rows.ts';
import type { Selection } from './selection.ts';
import type { Summary } from './summary.ts';
import type { Holder, Terminal } from './terminal.ts';

/** What the selected rows are summed up to. */
export class SummaryTerminal implements Terminal {
  readonly #selection: Selection;
  readonly #summary: Summary;
  readonly #link: string;
  readonly #holder: Holder;

  constructor(selection: Selection, summary: Summary, link: string, holder: Holder) {
    this.#selection = selection;
    this.#summary = summary;
    this.#link = link;
    this.#holder = holder;
  }

  get value(): unknown {
    return this.#summary.value;
  }

  load(state: QuerySource): void {
    this.#summary.clear();
    this.#selection.forEach(state, this.#link, (row) => this.#summary.add(row));
    if (this.#summary.settle()) this.#holder.changed();
  }

  apply(deltas: readonly Delta[]): void {
    for (const { before, after } of deltas) {
      if (before !== undefined) this.#summary.remove(before);
      if (after !== undefined) this.#summary.add(after);
    }
    if (this.#summary.settle()) this.#holder.changed();
  }

  release(): void {}
}
