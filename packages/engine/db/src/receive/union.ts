import { isJsonObject } from '@statehouse/kernel';
import { dbError } from '../errors.ts';
import type { TableDefinition } from '../table-definition.ts';
import type { Nesting } from './incoming-row.ts';

/**
 * Reads a member that stands for one of several references: the one whose tag the data names is set, the others are
 * emptied. False if the member is neither such a union nor the tag of one.
 * @throws StatehouseError `db/unreadable-row`
 */
export function readUnion(
  at: Nesting,
  { fields, unions }: TableDefinition,
  target: (table: string, by: string) => string,
): boolean {
  const { row, data, member } = at;
  const union = Object.hasOwn(unions, member) ? unions[member] : undefined;
  if (union === undefined) return Object.values(unions).some(({ by }) => by === member);
  const { by, refs } = union;
  const value = data[member];
  const tag = value === null ? undefined : (tagIn(value, by) ?? tagIn(data, by));
  const chosen = tag !== undefined && Object.hasOwn(refs, tag) ? refs[tag] : undefined;
  if (value !== null && chosen === undefined) {
    const { table, id } = row;
    const problem = `its ${by} must be one of ${Object.keys(refs).join(', ')}`;
    throw dbError('unreadable-row', { table, id, field: member, at: `${table}.${id}.${member}`, problem });
  }
  for (const field of Object.values(refs)) row.fields[field] = null;
  const into = chosen === undefined ? undefined : fields[chosen]?.spec.reference?.target;
  if (chosen !== undefined && into !== undefined) row.fields[chosen] = target(into, by);
  return true;
}

function tagIn(data: unknown, by: string): string | undefined {
  const tag = isJsonObject(data) && Object.hasOwn(data, by) ? data[by] : undefined;
  return typeof tag === 'string' ? tag : undefined;
}
