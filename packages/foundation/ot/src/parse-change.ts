import { otError } from './errors.ts';
import type { Inspection, UnknownRecord } from './inspection.ts';
import type { Change } from './operation.ts';
import { isPosition, LONGEST_POSITION } from './position.ts';
import { isNormalDelta } from './text-normal.ts';

const PLACE_MEMBERS: ReadonlySet<string> = new Set(['parent', 'position']);
const SET_MEMBERS: ReadonlySet<string> = new Set(['kind', 'value']);
const PATCHES_MEMBERS: ReadonlySet<string> = new Set(['kind', 'patches']);
const PATCH_MEMBERS: ReadonlySet<string> = new Set(['path', 'value']);
const ADD_MEMBERS: ReadonlySet<string> = new Set(['kind', 'amount']);
const TEXT_MEMBERS: ReadonlySet<string> = new Set(['kind', 'incarnation', 'delta']);
const MEMBERS_MEMBERS: ReadonlySet<string> = new Set(['kind', 'include', 'exclude']);

/** Checks one {@link Change} and answers its kind. */
export function inspectChange(value: unknown, inspection: Inspection): Change['kind'] {
  const { kind } = inspection.plainObject(value, 'change');
  switch (kind) {
    case 'text': {
      const change = inspection.record(value, 'change', TEXT_MEMBERS);
      inspectIncarnation(change.incarnation, inspection);
      inspectDelta(change.delta, inspection);
      return kind;
    }
    case 'set': {
      const change = inspection.record(value, 'change', SET_MEMBERS);
      inspection.json(change.value, 'value');
      return kind;
    }
    case 'add':
      inspection.safeInteger(inspection.record(value, 'change', ADD_MEMBERS).amount, 'amount');
      return kind;
    case 'members': {
      const change = inspection.record(value, 'change', MEMBERS_MEMBERS);
      inspectMembers(change.include, change.exclude, inspection);
      return kind;
    }
    case 'patch':
      for (const patch of inspection.list(
        inspection.record(value, 'change', PATCHES_MEMBERS).patches,
        'patches',
      )) {
        const record = inspection.record(patch, 'patch', PATCH_MEMBERS);
        inspectPath(record.path, inspection);
        if (record.value !== undefined) inspection.json(record.value, 'value');
      }
      return kind;
    default:
      throw inspection.malformed('change', 'set, patch, add, text or members');
  }
}

export function inspectPlace(value: unknown, inspection: Inspection): void {
  const place: UnknownRecord = inspection.record(value, 'place', PLACE_MEMBERS);
  if (place.parent !== null) inspection.name(place.parent, 'parent');
  if (!isPosition(place.position)) {
    throw otError('malformed-position', { where: inspection.where('position'), limit: LONGEST_POSITION });
  }
}

/** A text's incarnation, `client:sequence`: longer than an id by the sequence. */
export function inspectIncarnation(value: unknown, inspection: Inspection): void {
  const text = inspection.text(value, 'incarnation');
  const limit = inspection.limits.maxIdBytes + LONGEST_SEQUENCE;
  if (text === '' || text.length > limit)
    throw otError('id-length', { where: inspection.where('incarnation'), limit });
}

/** A colon and the digits of the largest safe integer. */
const LONGEST_SEQUENCE = 17;

export function inspectDelta(
  value: unknown,
  inspection: Inspection,
): asserts value is readonly (number | string)[] {
  if (!Array.isArray(value) || !isNormalDelta(value)) {
    throw otError('malformed-delta', { where: inspection.where('delta') });
  }
}

/** A path of object keys; never empty, and no longer than values may be deep. */
export function inspectPath(value: unknown, inspection: Inspection): void {
  const path = inspection.list(value, 'path');
  const limit = inspection.limits.maxDepth;
  if (path.length === 0) throw inspection.malformed('path', 'at least one key');
  if (path.length > limit) throw otError('too-deep', { where: inspection.where('path'), limit });
  for (const key of path) inspection.key(inspection.text(key, 'path'), 'path');
}

/** Two lists of strings in which no member stands twice. */
export function inspectMembers(include: unknown, exclude: unknown, inspection: Inspection): void {
  const seen = new Set<string>();
  let count = 0;
  for (const list of [inspection.list(include, 'members'), inspection.list(exclude, 'members')]) {
    for (const member of list) seen.add(inspection.text(member, 'members'));
    count += list.length;
  }
  if (seen.size < count) throw inspection.malformed('members', 'each member once');
}
