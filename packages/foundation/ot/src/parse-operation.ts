import { otError } from './errors.ts';
import { DEFAULT_OPERATION_LIMITS, Inspection, type OperationLimits, withPlainZeros } from './inspection.ts';
import type { Operation } from './operation.ts';
import { inspectChange, inspectPlace } from './parse-change.ts';
import type { TextDelta } from './text-delta.ts';
import { textKey } from './text-key.ts';
import { isNormalDelta } from './text-normal.ts';

const OPERATION_MEMBERS: ReadonlySet<string> = new Set(['edits', 'name', 'group', 'seen']);
const INSERT_MEMBERS: ReadonlySet<string> = new Set(['kind', 'table', 'id', 'fields', 'place']);
const DELETE_MEMBERS: ReadonlySet<string> = new Set(['kind', 'table', 'id']);
const MODIFY_MEMBERS: ReadonlySet<string> = new Set(['kind', 'table', 'id', 'changes']);
const MOVE_MEMBERS: ReadonlySet<string> = new Set(['kind', 'table', 'id', 'place']);

/**
 * Validates an operation from outside, exactly: unknown members, wrong types, deltas that are not normal, reserved
 * keys, lone surrogates and numbers that JSON cannot carry are refused. Returns the same object; only where a −0 has
 * to become 0, a copy. What depends on a schema (kinds of fields, which tables there are) is not judged here.
 * @throws StatehouseError `ot/…`, with a message that never repeats the value
 */
export function parseOperation(
  value: unknown,
  limits: OperationLimits = DEFAULT_OPERATION_LIMITS,
): Operation {
  const inspection = new Inspection('malformed-operation', 'edits', limits);
  inspectOperation(value, inspection);
  if (!inspection.sawNegativeZero) return value;
  const copy = withPlainZeros(value);
  inspectOperation(copy, new Inspection('malformed-operation', 'edits', limits));
  return copy;
}

/** @throws StatehouseError `ot/malformed-delta` */
export function parseTextDelta(value: unknown): TextDelta {
  if (!Array.isArray(value) || !isNormalDelta(value))
    throw otError('malformed-delta', { where: 'The value' });
  return value;
}

function inspectOperation(value: unknown, inspection: Inspection): asserts value is Operation {
  const { edits, name, group, seen } = inspection.record(value, 'The operation', OPERATION_MEMBERS);
  const list = inspection.list(edits, 'edits');
  const limit = inspection.limits.maxEdits;
  if (list.length > limit) throw otError('too-many-edits', { limit });
  if (name !== undefined) inspection.name(name, 'name');
  if (group !== undefined) inspection.name(group, 'group');
  if (seen !== undefined) inspection.version(seen, 'seen');
  const texts = new TextsSeen();
  for (let index = 0; index < list.length; index += 1) {
    inspection.index = index;
    inspectEdit(list[index], inspection, texts);
  }
}

function inspectEdit(value: unknown, inspection: Inspection, texts: TextsSeen): void {
  const { kind } = inspection.plainObject(value, 'edit');
  switch (kind) {
    case 'modify':
      inspectModify(value, inspection, texts);
      return;
    case 'insert':
      inspectInsert(value, inspection);
      return;
    case 'move': {
      const edit = inspection.record(value, 'edit', MOVE_MEMBERS);
      inspectTarget(edit.table, edit.id, inspection);
      inspectPlace(edit.place, inspection);
      return;
    }
    case 'delete': {
      const edit = inspection.record(value, 'edit', DELETE_MEMBERS);
      inspectTarget(edit.table, edit.id, inspection);
      return;
    }
    default:
      throw inspection.malformed('kind', 'insert, delete, modify or move');
  }
}

function inspectTarget(table: unknown, id: unknown, inspection: Inspection): void {
  inspection.name(table, 'table');
  inspection.name(id, 'id');
}

function inspectInsert(value: unknown, inspection: Inspection): void {
  const edit = inspection.record(value, 'edit', INSERT_MEMBERS);
  inspectTarget(edit.table, edit.id, inspection);
  const fields = inspection.plainObject(edit.fields, 'fields');
  for (const field in fields) {
    inspection.name(field, 'the name of a field');
    inspection.json(fields[field], 'fields');
  }
  if (edit.place !== undefined) inspectPlace(edit.place, inspection);
}

function inspectModify(value: unknown, inspection: Inspection, texts: TextsSeen): void {
  const edit = inspection.record(value, 'edit', MODIFY_MEMBERS);
  const table = inspection.name(edit.table, 'table');
  const id = inspection.name(edit.id, 'id');
  const changes = inspection.plainObject(edit.changes, 'changes');
  for (const field in changes) {
    inspection.name(field, 'the name of a field');
    if (inspectChange(changes[field], inspection) !== 'text') continue;
    if (!texts.add(table, id, field)) {
      throw otError('duplicate-text-delta', { where: inspection.where('changes') });
    }
  }
}

/** The texts that an operation has changed so far; costs nothing while it is only one. */
class TextsSeen {
  #first: { readonly table: string; readonly id: string; readonly field: string } | undefined;
  #keys: Set<string> | undefined;

  /** False if the text was there. */
  add(table: string, id: string, field: string): boolean {
    if (this.#first === undefined) {
      this.#first = { table, id, field };
      return true;
    }
    this.#keys ??= new Set([textKey(this.#first.table, this.#first.id, this.#first.field)]);
    const { size } = this.#keys;
    return this.#keys.add(textKey(table, id, field)).size > size;
  }
}
