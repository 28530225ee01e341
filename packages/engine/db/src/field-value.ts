import { isArray, type StatehouseError } from '@statehouse/kernel';
import { dbError } from './errors.ts';
import type { FieldSpec } from './field.ts';
import { describeType, isReservedKey, problemOfJson } from './json-value.ts';
import { utf8Length } from './utf8-length.ts';

/** A field with its names, compiled once for the checks. */
export interface FieldCheck {
  readonly table: string;
  readonly field: string;
  readonly spec: FieldSpec;
}

const MAX_ID_BYTES = 128;
/** No string of so many units has more than 128 bytes of UTF-8. */
const SURELY_SHORT_UNITS = 42;

/** Ids are strings of 1 to 128 bytes of well-formed text, other than the names that reach into prototypes. */
export function isEntityId(id: unknown): id is string {
  if (typeof id !== 'string' || id.length === 0 || id.length > MAX_ID_BYTES || !id.isWellFormed())
    return false;
  if (isReservedKey(id)) return false;
  return id.length <= SURELY_SHORT_UNITS || utf8Length(id) <= MAX_ID_BYTES;
}

/**
 * Checks a whole value for a field that is set at once (value, json, ref, refs), or the initial value of a counter
 * or set.
 * @throws StatehouseError `db/wrong-type`, `db/invalid-value`, `db/reserved-key`, `db/async-validator`
 */
export function checkFieldValue(check: FieldCheck, value: unknown): void {
  const { spec } = check;
  if (value === null && spec.nullable) return;
  const problem = spec.type === 'json' && value !== null ? problemOfJson(value) : undefined;
  if (problem?.kind === 'key') {
    throw dbError('reserved-key', { table: check.table, field: check.field, key: problem.key });
  }
  if (problem !== undefined) throw wrongType(check, problem.why);
  if (!fits(spec, value)) throw wrongType(check, describeType(value));
  if (spec.type === 'set') {
    if (isArray(value)) for (const member of value) validate(check, member);
  } else {
    validate(check, value);
  }
}

/** Runs the field's validator, if it has one. */
export function validate(check: FieldCheck, value: unknown): void {
  const { table, field, spec } = check;
  if (spec.validator === undefined) return;
  const result = spec.validator['~standard'].validate(value);
  if (result instanceof Promise) {
    result.catch(() => {});
    throw dbError('async-validator', { table, field });
  }
  if (result.issues === undefined) return;
  throw dbError('invalid-value', { table, field, problem: result.issues[0]?.message ?? 'it gave no reason' });
}

/** The error for a value of another type than the field takes. Says the type, never the value. */
export function wrongType(check: FieldCheck, got: string): StatehouseError {
  return dbError('wrong-type', {
    table: check.table,
    field: check.field,
    expected: expectedBy(check.spec),
    got,
  });
}

function fits(spec: FieldSpec, value: unknown): boolean {
  switch (spec.type) {
    case 'string':
    case 'text':
      return typeof value === 'string' && value.isWellFormed();
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'timestamp':
    case 'counter':
      return Number.isSafeInteger(value);
    case 'enumeration':
      return typeof value === 'string' && spec.values !== undefined && spec.values.includes(value);
    case 'json':
      return value !== null && value !== undefined;
    case 'ref':
      return isEntityId(value);
    case 'refs':
      return isArray(value) && value.every(isEntityId) && new Set(value).size === value.length;
    case 'set':
      return isArray(value) && value.every(isWellFormedString) && ascends(value);
  }
}

function isWellFormedString(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed();
}

function ascends(members: readonly string[]): boolean {
  let last: string | undefined;
  for (const member of members) {
    if (last !== undefined && member <= last) return false;
    last = member;
  }
  return true;
}

const EXPECTED: Readonly<Record<FieldSpec['type'], string>> = {
  string: 'a string without lone surrogates',
  text: 'a string without lone surrogates',
  number: 'a finite number',
  boolean: 'true or false',
  timestamp: 'integer milliseconds',
  counter: 'a safe integer',
  enumeration: 'one of its strings',
  json: 'a JSON value other than null',
  ref: 'the id of an entity',
  refs: 'a list of distinct ids',
  set: 'a sorted list of distinct strings',
};

function expectedBy(spec: FieldSpec): string {
  return spec.nullable ? `${EXPECTED[spec.type]}, or null` : EXPECTED[spec.type];
}
