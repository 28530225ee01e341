import type { OrderKey } from '../expression/query-node.ts';
import { type AccessPath, type OrderedAccess, orderedAccess, rangesOf } from './access-path.ts';
import type { Constraints, Term } from './constraints.ts';
import type { IndexDescriptor, QuerySource } from './query-source.ts';

/** What the choice of an access path is made from. */
export interface AccessQuestion {
  readonly source: QuerySource;
  readonly table: string;
  readonly constraints: Constraints;
  readonly order: readonly OrderKey[];
  /** The reference fields of the table, `parent` included. */
  readonly references: ReadonlyMap<string, { readonly target: string; readonly many: boolean }>;
  /** How many rows are wanted at once; undefined: all. */
  readonly wanted: number | undefined;
  /** How many rows the link may name; 1 without one. */
  readonly links: number;
}

interface Candidate {
  readonly access: AccessPath;
  /** How many rows have to be read, as far as can be known beforehand. */
  readonly cost: number;
}

/** A condition that no index answers is taken to let one row in so many pass. */
const ROWS_FOR_A_MATCH = 8;

/** The way to the rows that reads the fewest; of equal ones, one that has them in order. */
export function chooseAccess(question: AccessQuestion): AccessPath {
  const { source, table, constraints } = question;
  const ids = constraints.equal.get('id');
  if (ids !== undefined) return { kind: 'ids', ids };
  let best: Candidate = { access: { kind: 'scan' }, cost: source.size(table) };
  for (const candidate of [...orderedCandidates(question), ...keyedCandidates(question)]) {
    if (
      candidate.cost < best.cost ||
      (candidate.cost === best.cost && isBetter(candidate.access, best.access))
    ) {
      best = candidate;
    }
  }
  return best.access;
}

/** Of two that read equally many rows, those in order need no sorting, and anything is better than reading all. */
function isBetter(access: AccessPath, than: AccessPath): boolean {
  const ranks = [access, than].map(({ kind, ...rest }) =>
    kind === 'scan' ? 0 : 'serves' in rest && rest.serves !== undefined ? 2 : 1,
  );
  return (ranks[0] ?? 0) > (ranks[1] ?? 0);
}

function* orderedCandidates(question: AccessQuestion): Iterable<Candidate> {
  const { source, table, constraints, order, wanted, links } = question;
  for (const index of source.indexes(table)) {
    if (index.kind !== 'ordered') continue;
    const access = orderedAccess(index, constraints, order);
    if (access === undefined) continue;
    const rows = rowsIn(access, source, table, links);
    const isNarrowed = (access.prefixes[0]?.length ?? 1) > 0 || access.bounds !== undefined;
    // Reading a whole table through an index gains nothing unless the reading stops early.
    if (!isNarrowed && wanted === undefined) continue;
    const matches = access.isExact ? 1 : ROWS_FOR_A_MATCH;
    const stopsAt = access.serves !== undefined && wanted !== undefined ? wanted * matches : Infinity;
    yield { access, cost: Math.min(rows, stopsAt) };
  }
}

function rowsIn(access: OrderedAccess, source: QuerySource, table: string, links: number): number {
  if (access.prefixes.some((prefix) => prefix.includes('link'))) return source.size(table) / links;
  const rows = source.ordered(table, access.index);
  return rangesOf(access, '').reduce((sum, range) => sum + rows.count(range), 0);
}

function* keyedCandidates({
  source,
  table,
  constraints,
  references,
  links,
}: AccessQuestion): Iterable<Candidate> {
  const size = source.size(table);
  for (const index of source.indexes(table)) {
    if (index.kind === 'words') yield* wordCandidates(index, constraints, source, table);
    if (index.kind === 'ordered' || index.kind === 'words') continue;
    const key = index.fields.map((field) => onlyTerm(constraints.equal.get(field)));
    const isWhole = key.every((term) => term !== undefined && (index.kind === 'hash' || !isNull(term)));
    if (!isWhole) continue;
    const access: AccessPath = { kind: 'lookup', index, key: key.filter((term) => term !== undefined) };
    const values = access.key.map((term) => (term === 'link' ? undefined : term.value));
    const isKnown = values.every((value) => value !== undefined);
    yield { access, cost: isKnown ? source.lookup(table, index, values).count : size / links };
  }
  for (const [field, { many }] of references) {
    const target = many ? constraints.members.get(field) : onlyTerm(constraints.equal.get(field));
    if (target === undefined || (target !== 'link' && typeof target.value !== 'string')) continue;
    const cost = target === 'link' ? size / links : source.countReferrers(table, field, String(target.value));
    yield { access: { kind: 'referrers', field, target }, cost };
  }
}

/** Of several words the rarest is looked up; the others are tested. */
function* wordCandidates(
  index: IndexDescriptor,
  { words }: Constraints,
  source: QuerySource,
  table: string,
): Iterable<Candidate> {
  for (const field of index.fields) {
    for (const value of words.get(field) ?? []) {
      const access: AccessPath = { kind: 'lookup', index, key: [{ value }] };
      yield { access, cost: source.lookup(table, index, [value]).count };
    }
  }
}

function isNull(term: Term): boolean {
  return term !== 'link' && term.value === null;
}

function onlyTerm(terms: readonly Term[] | undefined): Term | undefined {
  return terms?.length === 1 ? terms[0] : undefined;
}
