import type { Schema } from '../../schema.ts';
import { fieldIn } from '../expression/queried-field.ts';
import type { OrderKey } from '../expression/query-node.ts';
import { type AccessPath, dependsOnLink, type OrderedAccess, orderedAccess } from './access-path.ts';
import type { Constraints, Term } from './constraints.ts';
import { findRows } from './find-rows.ts';
import type { QuerySource } from './query-source.ts';

/** What the choice of an access path is made from. */
export interface AccessQuestion {
  readonly schema: Schema;
  readonly source: QuerySource;
  readonly table: string;
  readonly constraints: Constraints;
  readonly order: readonly OrderKey[];
  /** How many rows are wanted at once; undefined: all. */
  readonly wanted: number | undefined;
  /** How many rows the link may name; 1 without one. */
  readonly links: number;
}

/** A condition that no index answers is taken to let one row in so many pass. */
const ROWS_FOR_A_MATCH = 8;

/** The way to the rows that reads the fewest; of equal ones, one that has them in order, and a scan last. */
export function chooseAccess(question: AccessQuestion): AccessPath {
  const ids = question.constraints.equal.get('id');
  if (ids !== undefined) return { kind: 'ids', ids };
  let best: AccessPath = { kind: 'scan' };
  let least = costOf(best, question);
  for (const access of accessesFor(question)) {
    const cost = costOf(access, question);
    if (cost >= least) continue;
    best = access;
    least = cost;
  }
  return best;
}

/**
 * How many rows have to be read, as far as can be known, and of equal ones a little more for what will be worse once there
 * are more rows: a query may be planned when its table is still empty.
 */
function costOf(access: AccessPath, { source, table, wanted, links }: AccessQuestion): number {
  const size = source.size(table);
  if (access.kind === 'scan') return size + 0.5;
  const count = dependsOnLink(access) ? size / links : findRows(access, table, source, '').count();
  if (access.kind !== 'ordered') return count + 0.2;
  const { isExact, serves } = access;
  const most = serves === undefined ? Infinity : (wanted ?? Infinity) * (isExact ? 1 : ROWS_FOR_A_MATCH);
  return (
    Math.min(count, most) + (isExact ? 0 : isNarrowed(access) ? 0.2 : 0.4) + (serves === undefined ? 0.1 : 0)
  );
}

function* accessesFor(question: AccessQuestion): Iterable<AccessPath> {
  const { source, table, constraints, order, wanted } = question;
  const { equal, members, words } = constraints;
  for (const index of source.indexes(table)) {
    const { kind, fields } = index;
    if (kind === 'ordered') {
      const access = orderedAccess(index, constraints, order);
      // Reading a whole table through an index gains nothing unless the reading stops early.
      if (access !== undefined && (wanted !== undefined || isNarrowed(access))) yield access;
    } else if (kind === 'words') {
      // Of several words the rarest is looked up; the others are tested.
      const asked = fields.flatMap((field) => words.get(field) ?? []);
      for (const word of asked) yield { kind: 'lookup', index, key: [word] };
    } else {
      const key = fields.flatMap((field) => onlyTerm(equal.get(field), kind === 'hash'));
      if (key.length === fields.length) yield { kind: 'lookup', index, key };
    }
  }
  for (const [field, term] of members) yield* referrersBy(question, field, [term]);
  for (const [field, terms] of equal) yield* referrersBy(question, field, terms);
}

function referrersBy(
  { schema, table }: AccessQuestion,
  field: string,
  terms: readonly Term[],
): readonly AccessPath[] {
  if (fieldIn(schema, table, field).reference === undefined) return [];
  return onlyTerm(terms, false).map((target) => ({ kind: 'referrers', field, target }));
}

function isNarrowed({ prefixes, bounds }: OrderedAccess): boolean {
  return bounds !== undefined || prefixes[0]?.length !== 0;
}

/** The term, if there is only one, and it is no null where there can be none. */
function onlyTerm(terms: readonly Term[] | undefined, withNull: boolean): readonly Term[] {
  const [only] = terms ?? [];
  const fits = only !== undefined && terms?.length === 1;
  return fits && (withNull || only !== null) ? [only] : [];
}
