import type { CompiledLevel } from '../operators/pipeline.ts';
import type { SelectedRows } from '../operators/selected-rows.ts';
import type { AccessPath, OrderedAccess } from '../plan/access-path.ts';
import { missingIndex } from '../plan/missing-index.ts';

/** How the rows of one level of a query are found. */
export interface LevelExplanation {
  /** Where the level stands: empty for the query itself, the names of joins with dots between, `where` for a condition. */
  readonly at: string;
  readonly table: string;
  readonly access: AccessPath['kind'];
  /** The fields of the index that is used, in its order. */
  readonly index?: readonly string[];
  /** In words: which way is taken, and why. */
  readonly why: string;
  /** Rows read, by the way in which they were. */
  readonly touched: { readonly scanned: number; readonly indexed: number; readonly byId: number };
}

/** How a query came to its present answer the last time. */
export interface LastStep {
  /** `computed`: for the first time. `recomputed`: the difference was larger than what there is to read. */
  readonly kind: 'computed' | 'incremental' | 'recomputed';
  /** Changed rows that were looked at; when recomputed, as many as it took to see that it were too many. */
  readonly changes: number;
  readonly touchedRows: number;
}

/** How a query is answered. */
export interface Explanation {
  /** The query itself first, then each level below the one that it belongs to. */
  readonly levels: readonly LevelExplanation[];
  /** The indexes that are missing, each with the declaration that would help. */
  readonly warnings: readonly string[];
  /** Rows read and changes looked at, since the beginning. */
  readonly touchedRows: number;
  readonly last: LastStep;
}

/** What the levels say of themselves, and what they lack. */
export function explainLevels(compiled: CompiledLevel, at = ''): Pick<Explanation, 'levels' | 'warnings'> {
  const { plan, selection, joins } = compiled;
  const isCut = plan.limit !== null && (plan.output.kind === 'rows' || plan.output.kind === 'first');
  const order = (plan.order ?? []).map(({ field }) => field);
  const parts = [explainSelection(selection, at, isCut ? order : [])];
  for (const { name, level } of joins) parts.push(explainLevels(level, at === '' ? name : `${at}.${name}`));
  return {
    levels: parts.flatMap(({ levels }) => levels),
    warnings: parts.flatMap(({ warnings }) => warnings),
  };
}

function explainSelection(
  { plan, meter, related }: SelectedRows,
  at: string,
  order: readonly string[],
): Pick<Explanation, 'levels' | 'warnings'> {
  const warning = missingIndex(plan, order);
  const below = related.map(({ selected }) =>
    explainSelection(selected, at === '' ? 'where' : `${at}.where`, []),
  );
  const { scanned, indexed, byId } = meter;
  const level: LevelExplanation = {
    at,
    table: plan.table,
    access: plan.access.kind,
    ...('index' in plan.access ? { index: plan.access.index.fields } : {}),
    why: reasonFor(plan.access),
    touched: { scanned, indexed, byId },
  };
  return {
    levels: [level, ...below.flatMap(({ levels }) => levels)],
    warnings: [...(warning === undefined ? [] : [warning]), ...below.flatMap(({ warnings }) => warnings)],
  };
}

/** How many rows a query has read so far, on all its levels. */
export function rowsReadBy({ selection, joins }: CompiledLevel): number {
  return joins.reduce((sum, { level }) => sum + rowsReadBy(level), rowsSelected(selection));
}

function rowsSelected({ meter, related }: SelectedRows): number {
  return related.reduce((sum, { selected }) => sum + rowsSelected(selected), meter.rows);
}

function reasonFor(access: AccessPath): string {
  switch (access.kind) {
    case 'ids':
      return 'the ids are known';
    case 'lookup':
      return `the ${access.index.kind} index has the whole key`;
    case 'referrers':
      return `the references by ${access.field} are at hand; the rows are tested and sorted after that`;
    case 'scan':
      return 'no index narrows it down, so every row is read';
    case 'ordered':
      return reasonForIndex(access);
  }
}

function reasonForIndex({ index, prefixes, bounds, serves, isExact }: OrderedAccess): string {
  const fixed = index.fields.slice(0, prefixes[0]?.length ?? 0);
  const reasons = [
    ...(fixed.length > 0 ? [`${fixed.join(', ')} fixed`] : []),
    ...(prefixes.length > 1 ? [`in ${prefixes.length} stretches`] : []),
    ...(bounds === undefined ? [] : [`${index.fields[fixed.length]} within bounds`]),
    serves === undefined ? 'the rows are sorted after that' : `in the order asked for, ${serves}`,
    ...(isExact ? [] : ['each row is tested']),
  ];
  return reasons.join('; ');
}
