import type { CompiledLevel } from '../operators/pipeline.ts';
import type { SelectedRows } from '../operators/selected-rows.ts';
import type { AccessPath } from '../plan/access-path.ts';
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

/** Everything that a query selects, on all its levels. */
export function selectionsIn({ selection, joins }: CompiledLevel): readonly SelectedRows[] {
  return [...withRelated(selection), ...joins.flatMap(({ level }) => selectionsIn(level))];
}

function withRelated(selected: SelectedRows): readonly SelectedRows[] {
  return [selected, ...selected.related.flatMap((filter) => withRelated(filter.selected))];
}

const REASONS: Readonly<Record<Exclude<AccessPath['kind'], 'ordered'>, string>> = {
  ids: 'the ids are known',
  lookup: 'the key is known',
  referrers: 'the references are known',
  scan: 'no index helps',
};

function reasonFor(access: AccessPath): string {
  if (access.kind !== 'ordered') return REASONS[access.kind];
  const { index, prefixes, bounds, serves, isExact } = access;
  const fixed = index.fields.slice(0, prefixes[0]?.length ?? 0);
  const reasons = [
    ...fixed.map((field) => `${field} given`),
    ...(bounds === undefined ? [] : [`${index.fields[fixed.length]} bounded`]),
    serves === undefined ? 'rows are sorted' : `in order, ${serves}`,
    ...(isExact ? [] : ['rows are tested']),
  ];
  return reasons.join('; ');
}
