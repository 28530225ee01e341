import { type Conflict, ConflictKind } from './conflict.ts';
import { DEFAULT_OPERATION_LIMITS, Inspection, type OperationLimits } from './inspection.ts';

const CONFLICT_MEMBERS: ReadonlySet<string> = new Set(['kind', 'table', 'id', 'field', 'lost']);
const KINDS: ReadonlySet<unknown> = new Set(Object.values(ConflictKind));
/** What was lost stands in the record some levels below its root: edit, changes, field, patches, value. */
const WRAPPING_LEVELS = 8;

/**
 * Validates the conflicts that a server or a log hands over; returns the same object.
 * @throws StatehouseError `ot/…`, with a message that never repeats the value
 */
export function parseConflicts(
  value: unknown,
  limits: OperationLimits = DEFAULT_OPERATION_LIMITS,
): readonly Conflict[] {
  const deeper = { ...limits, maxDepth: limits.maxDepth + WRAPPING_LEVELS };
  inspectConflicts(value, new Inspection('malformed-conflicts', 'conflicts', deeper));
  return value;
}

function inspectConflicts(value: unknown, inspection: Inspection): asserts value is readonly Conflict[] {
  const list = inspection.list(value, 'The list of conflicts');
  for (let index = 0; index < list.length; index += 1) {
    inspection.index = index;
    const conflict = inspection.record(list[index], 'conflict', CONFLICT_MEMBERS);
    if (!KINDS.has(conflict.kind)) throw inspection.malformed('kind', 'a kind of conflict');
    inspection.name(conflict.table, 'table');
    inspection.name(conflict.id, 'id');
    if (conflict.field !== undefined) inspection.name(conflict.field, 'field');
    inspection.json(conflict.lost, 'lost');
  }
}
