import type { Effect } from './effect.ts';
import { DEFAULT_OPERATION_LIMITS, Inspection, type OperationLimits, withPlainZeros } from './inspection.ts';
import { inspectDelta, inspectIncarnation, inspectMembers, inspectPath } from './parse-change.ts';
import { deletedLength } from './text-algebra.ts';

const ROW_EFFECT_MEMBERS: ReadonlySet<string> = new Set(['kind', 'table', 'id', 'row']);
const MODIFY_MEMBERS: ReadonlySet<string> = new Set(['kind', 'table', 'id', 'fields', 'place']);
const ROW_MEMBERS: ReadonlySet<string> = new Set(['fields', 'place']);
const MOVE_MEMBERS: ReadonlySet<string> = new Set(['before', 'after']);
const PLACE_MEMBERS: ReadonlySet<string> = new Set(['parent', 'position']);
const SET_MEMBERS: ReadonlySet<string> = new Set(['kind', 'before', 'after']);
const PATCHES_MEMBERS: ReadonlySet<string> = new Set(['kind', 'patches']);
const PATCH_MEMBERS: ReadonlySet<string> = new Set(['path', 'before', 'after']);
const ADD_MEMBERS: ReadonlySet<string> = new Set(['kind', 'amount']);
const TEXT_MEMBERS: ReadonlySet<string> = new Set(['kind', 'incarnation', 'delta', 'removed']);
const MEMBERS_MEMBERS: ReadonlySet<string> = new Set(['kind', 'included', 'excluded']);

/**
 * An effect's values may be deeper than an edit's: a patch puts a value as deep as its path is long.
 */
const EFFECT_LIMITS: OperationLimits = {
  ...DEFAULT_OPERATION_LIMITS,
  maxDepth: 4 * DEFAULT_OPERATION_LIMITS.maxDepth,
};

/**
 * Validates an effect that a server or a log hands over. Returns the same object, or a copy where a −0 becomes 0.
 * Whether it fits a state is found out by applying it.
 * @throws StatehouseError `ot/…`, with a message that never repeats the value
 */
export function parseEffect(value: unknown, limits: OperationLimits = EFFECT_LIMITS): Effect {
  const inspection = new Inspection('malformed-effect', 'effect', limits);
  inspectEffect(value, inspection);
  if (!inspection.sawNegativeZero) return value;
  const copy = withPlainZeros(value);
  inspectEffect(copy, new Inspection('malformed-effect', 'effect', limits));
  return copy;
}

function inspectEffect(value: unknown, inspection: Inspection): asserts value is Effect {
  const list = inspection.list(value, 'The effect');
  for (let index = 0; index < list.length; index += 1) {
    inspection.index = index;
    inspectEntityEffect(list[index], inspection);
  }
}

function inspectEntityEffect(value: unknown, inspection: Inspection): void {
  const { kind } = inspection.plainObject(value, 'item');
  if (kind === 'modify') {
    const item = inspection.record(value, 'item', MODIFY_MEMBERS);
    inspection.name(item.table, 'table');
    inspection.name(item.id, 'id');
    inspectFields(item.fields, inspection);
    if (item.place !== undefined) inspectMove(item.place, inspection);
  } else if (kind === 'insert' || kind === 'delete') {
    const item = inspection.record(value, 'item', ROW_EFFECT_MEMBERS);
    inspection.name(item.table, 'table');
    inspection.name(item.id, 'id');
    inspectRow(item.row, inspection);
  } else {
    throw inspection.malformed('kind', 'insert, delete or modify');
  }
}

function inspectRow(value: unknown, inspection: Inspection): void {
  const row = inspection.record(value, 'row', ROW_MEMBERS);
  const fields = inspection.plainObject(row.fields, 'fields');
  for (const field in fields) {
    inspection.name(field, 'the name of a field');
    inspection.json(fields[field], 'fields');
  }
  if (row.place !== undefined) inspectHeldPlace(row.place, inspection);
}

function inspectMove(value: unknown, inspection: Inspection): void {
  const place = inspection.record(value, 'place', MOVE_MEMBERS);
  inspectHeldPlace(place.before, inspection);
  inspectHeldPlace(place.after, inspection);
}

/** A place that an entity has or had: an insertion that named none left it at the empty position. */
function inspectHeldPlace(value: unknown, inspection: Inspection): void {
  const place = inspection.record(value, 'place', PLACE_MEMBERS);
  if (place.parent !== null) inspection.name(place.parent, 'parent');
  inspection.text(place.position, 'position');
}

function inspectFields(value: unknown, inspection: Inspection): void {
  const fields = inspection.plainObject(value, 'fields');
  for (const field in fields) {
    inspection.name(field, 'the name of a field');
    inspectFieldEffect(fields[field], inspection);
  }
}

function inspectFieldEffect(value: unknown, inspection: Inspection): void {
  switch (inspection.plainObject(value, 'field').kind) {
    case 'text':
      inspectTextEffect(value, inspection);
      return;
    case 'set': {
      const field = inspection.record(value, 'field', SET_MEMBERS);
      inspection.json(field.before, 'before');
      inspection.json(field.after, 'after');
      return;
    }
    case 'add':
      inspection.safeInteger(inspection.record(value, 'field', ADD_MEMBERS).amount, 'amount');
      return;
    case 'members': {
      const field = inspection.record(value, 'field', MEMBERS_MEMBERS);
      inspectMembers(field.included, field.excluded, inspection);
      return;
    }
    case 'patch':
      for (const patch of inspection.list(
        inspection.record(value, 'field', PATCHES_MEMBERS).patches,
        'patches',
      )) {
        const record = inspection.record(patch, 'patch', PATCH_MEMBERS);
        inspectPath(record.path, inspection);
        if (record.before !== undefined) inspection.json(record.before, 'before');
        if (record.after !== undefined) inspection.json(record.after, 'after');
      }
      return;
    default:
      throw inspection.malformed('field', 'set, patch, add, text or members');
  }
}

function inspectTextEffect(value: unknown, inspection: Inspection): void {
  const field = inspection.record(value, 'field', TEXT_MEMBERS);
  inspectIncarnation(field.incarnation, inspection);
  const { delta } = field;
  inspectDelta(delta, inspection);
  if (inspection.text(field.removed, 'removed').length !== deletedLength(delta)) {
    throw inspection.malformed('removed', 'as many units as the delta deletes');
  }
}
