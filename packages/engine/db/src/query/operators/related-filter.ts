import type { Row } from '@statehouse/ot';
import { idOf, targetsIn } from '../../index-keys.ts';
import type { Relation } from '../expression/condition.ts';
import type { QuerySource } from '../plan/query-source.ts';
import type { SelectedRows } from './selected-rows.ts';
import type { Step } from './step.ts';

/** Whether any of the rows related to one is selected, and which rows a step lets that change for. */
export class RelatedFilter {
  readonly selected: SelectedRows;
  readonly #table: string;
  readonly #relation: Relation;

  /** `table` is that of the rows that are judged. */
  constructor(table: string, relation: Relation, selected: SelectedRows) {
    this.#table = table;
    this.#relation = relation;
    this.selected = selected;
  }

  accepts(row: Row, source: QuerySource): boolean {
    const { direction, field } = this.#relation;
    const links = direction === 'from' ? [idOf(row)] : targetsIn(row, field);
    for (const link of links) {
      for (const _ of this.selected.read(source, link)) return true;
    }
    return false;
  }

  /** The ids of rows whose answer may have changed although they did not; some may occur twice, or be gone. */
  *affected(step: Step): Iterable<string> {
    const { direction, field } = this.#relation;
    for (const { before, after } of this.selected.deltas(step, () => true)) {
      if (direction === 'from') {
        // A row that stays selected and goes on pointing at the same ones changes nothing for them.
        if (before !== undefined && after !== undefined && before[field] === after[field]) continue;
        yield* targetsIn(before, field);
        yield* targetsIn(after, field);
      } else if ((before === undefined) !== (after === undefined)) {
        const row = after ?? before;
        if (row !== undefined) yield* step.after.referrers(this.#table, field, idOf(row)).ids;
      }
    }
  }
}
