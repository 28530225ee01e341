import { assert } from '@statehouse/kernel';
import type { Row } from '@statehouse/ot';
import { targetsIn } from '../../index-keys.ts';
import type { Condition, RelatedTest } from '../expression/condition.ts';
import type { OrderedAccess, Serves } from '../plan/access-path.ts';
import { fieldPredicate } from '../plan/field-predicate.ts';
import { findRows } from '../plan/find-rows.ts';
import type { SelectionPlan } from '../plan/plan.ts';
import type { QuerySource } from '../plan/query-source.ts';
import type { CompareRows } from '../plan/row-order.ts';
import { Meter } from './meter.ts';
import { scanInOrder } from './ordered-scan.ts';
import { RelatedFilter } from './related-filter.ts';
import type { Delta, RowTest, SelectedRows } from './selected-rows.ts';
import type { Step } from './step.ts';

/** The rows of a table that fulfil a condition: how to read them, and how they differ between two states. */
export class Selection implements SelectedRows {
  readonly plan: SelectionPlan;
  readonly meter = new Meter();
  /** What is asked of related rows, wherever it stands in the condition. */
  readonly related: readonly RelatedFilter[];
  readonly #test: RowTest;

  constructor(plan: SelectionPlan) {
    this.plan = plan;
    const filters = new Map<RelatedTest, RelatedFilter>();
    for (const [test, selection] of plan.related)
      filters.set(test, new RelatedFilter(plan.table, test.relation, new Selection(selection)));
    this.related = [...filters.values()];
    this.#test = compileTest(plan.where, filters);
  }

  /** Whether a row fulfils the condition; the link is not asked. */
  accepts(row: Row, source: QuerySource): boolean {
    return this.#test(row, source);
  }

  /** The selected rows, in any order, each once. `link`: the id of the row that they hang on. */
  *read(state: QuerySource, link: string): Iterable<Row> {
    const { table, access } = this.plan;
    assert(access.kind !== 'scan', () => `${table} is scanned`);
    const seen = access.kind === 'lookup' ? new Set<Row>() : undefined;
    for (const row of findRows(access, table, this.meter.over(state), link).rows) {
      if (seen?.has(row) === true) continue;
      seen?.add(row);
      if (this.#isLinked(row, link) && this.#test(row, state)) yield row;
    }
  }

  /** Shows each selected row. Quicker than {@link read} where the whole table is read. */
  forEach(state: QuerySource, link: string, visit: (row: Row) => void): void {
    const { plan } = this;
    if (plan.access.kind !== 'scan') {
      for (const row of this.read(state, link)) visit(row);
      return;
    }
    const test = this.#test;
    const isLinked = plan.link !== undefined;
    this.meter.over(state).scan(plan.table, (row) => {
      if (test(row, state) && (!isLinked || this.#isLinked(row, link))) visit(row);
    });
  }

  /** The selected rows behind one in the order that the index serves. */
  *readInOrder(
    state: QuerySource,
    access: OrderedAccess & { readonly serves: Serves },
    compare: CompareRows,
    link: string,
    after: Row | undefined,
  ): Iterable<Row> {
    const source = this.meter.over(state);
    for (const row of scanInOrder(source, this.plan.table, access, compare, link, after)) {
      if (this.#isLinked(row, link) && this.#test(row, state)) yield row;
    }
  }

  /** What changed among the selected rows that are wanted. */
  deltas(step: Step, isWanted: (row: Row) => boolean): readonly Delta[] {
    const deltas: Delta[] = [];
    const changes = step.changes(this.plan.table);
    for (const change of changes) {
      const { before: was, after: is } = change;
      const before = was !== undefined && isWanted(was) && this.#test(was, step.before) ? was : undefined;
      const after = is !== undefined && isWanted(is) && this.#test(is, step.after) ? is : undefined;
      if (before !== undefined || after !== undefined) deltas.push({ before, after });
    }
    if (this.related.length === 0) return deltas;
    const seen = new Set(changes.map(({ id }) => id));
    const source = this.meter.over(step.after);
    for (const filter of this.related) {
      for (const id of filter.affected(step)) {
        if (seen.has(id)) continue;
        seen.add(id);
        const row = source.row(this.plan.table, id);
        if (row === undefined || !isWanted(row)) continue;
        const before = this.#test(row, step.before);
        const after = this.#test(row, step.after);
        if (before !== after)
          deltas.push({ before: before ? row : undefined, after: after ? row : undefined });
      }
    }
    return deltas;
  }

  #isLinked(row: Row, link: string): boolean {
    const { plan } = this;
    if (plan.link === undefined) return true;
    return plan.link.many ? targetsIn(row, plan.link.field).includes(link) : row[plan.link.field] === link;
  }
}

function compileTest(condition: Condition, filters: ReadonlyMap<RelatedTest, RelatedFilter>): RowTest {
  switch (condition.kind) {
    case 'field':
      return fieldPredicate(condition);
    case 'related': {
      const filter = filters.get(condition);
      return (row, source) => filter?.accepts(row, source) === true;
    }
    case 'not': {
      const test = compileTest(condition.condition, filters);
      return (row, source) => !test(row, source);
    }
    default: {
      const tests = condition.conditions.map((one) => compileTest(one, filters));
      return condition.kind === 'and'
        ? allOf(tests)
        : (row, source) => tests.some((test) => test(row, source));
    }
  }
}

function allOf(tests: readonly RowTest[]): RowTest {
  const [first, second] = tests;
  if (first === undefined || tests.length > 2)
    return (row, source) => tests.every((test) => test(row, source));
  return second === undefined ? first : (row, source) => first(row, source) && second(row, source);
}
