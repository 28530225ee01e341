import type { QueryPort, QuerySource, RowChange } from '../plan/query-source.ts';

/** From one state to another: what operators bring their results up to date by. */
export interface Step {
  readonly before: QuerySource;
  readonly after: QuerySource;
  /** The rows of a table that changed. */
  changes(table: string): readonly RowChange[];
}

/** Reads the difference of two states in some tables, unless it is larger than `most` rows: then undefined. */
export function readStep<State>(
  port: QueryPort<State>,
  before: State,
  after: State,
  tables: Iterable<string>,
  most: number,
): { readonly step: Step | undefined; readonly changes: number } {
  const byTable = new Map<string, readonly RowChange[]>();
  let count = 0;
  for (const table of tables) {
    const changes: RowChange[] = [];
    for (const change of port.changes(before, after, table, most - count)) {
      changes.push(change);
      count += 1;
      if (count > most) return { step: undefined, changes: count };
    }
    if (changes.length > 0) byTable.set(table, changes);
  }
  const step: Step = {
    before: port.source(before),
    after: port.source(after),
    changes: (table) => byTable.get(table) ?? [],
  };
  return { step, changes: count };
}
