import type { SelectionPlan } from './plan.ts';

/**
 * What to declare so that a selection does not read the whole table; undefined if it does not, or has to.
 * `order`: the fields by which it is ordered, where only the first rows are wanted.
 */
export function missingIndex(
  { table, access, constraints }: SelectionPlan,
  order: readonly string[],
): string | undefined {
  if (access.kind !== 'scan') return undefined;
  const equal = [...constraints.equal.keys()];
  const ranged = [...constraints.bounds.keys()];
  const filters = [...equal, ...ranged, ...constraints.members.keys()];
  const open = order.filter((field) => field !== 'id' && !equal.includes(field));
  const asked = [
    ...(filters.length === 0 ? [] : [`filter by ${filters.join(', ')}`]),
    ...(open.length === 0 ? [] : [`order by ${open.join(', ')}`]),
  ];
  const fields = [...equal, ...(open.length > 0 ? open : ranged.slice(0, 1))].filter(
    (field) => field !== 'parent' && field !== 'position',
  );
  if (fields.length > 0) {
    const names = fields.map((field) => `'${field}'`).join(',');
    return `${table}: ${asked.join(', ')}: declare index [${names}]`;
  }
  const [searched] = constraints.words.keys();
  if (searched !== undefined)
    return `${table}: filter by the words of ${searched}: declare search ['${searched}']`;
  if (constraints.residual === 0 && filters.length === 0) return undefined;
  return `${table}: ${asked.join(', ') || 'filter'}: no index can answer it`;
}
