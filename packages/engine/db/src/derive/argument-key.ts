import { isArray } from '@statehouse/kernel';
import { dbError } from '../errors.ts';

/** What plain data may be nested to; deeper is taken for a cycle. */
const DEEPEST = 32;
/** Begins a key of several arguments, or of one that is not plain itself. */
const COMPOSED = '\u0000';

/** Arguments in a form in which nobody can change them, and what they are found by. */
export interface KeyedArguments {
  /** Equal (as the keys of a Map are) for arguments that say the same; the members of objects may stand in any order. */
  readonly key: unknown;
  readonly values: readonly unknown[];
}

/** The key of a single argument that is its own key. Undefined where {@link keyedArguments} has to be asked. */
export function simpleKey(values: readonly unknown[]): string | number | undefined {
  if (values.length !== 1) return undefined;
  const [value] = values;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && !value.startsWith(COMPOSED) ? value : undefined;
}

/**
 * @throws StatehouseError `db/selector-argument`
 */
export function keyedArguments(selector: string, values: readonly unknown[]): KeyedArguments {
  const simple = simpleKey(values);
  if (simple !== undefined) return { key: simple, values };
  const parts = values.map((value, at) => textOf(value, { selector, at: at + 1 }, 0));
  return { key: `${COMPOSED}${parts.join()}`, values: Object.freeze(values.map(fixed)) };
}

interface Place {
  readonly selector: string;
  readonly at: number;
}

function textOf(value: unknown, place: Place, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      return value === null ? 'null' : textOfObject(value, place, depth);
    default:
      throw dbError('selector-argument', { ...place, got: `a ${typeof value}` });
  }
}

function textOfObject(value: object, place: Place, depth: number): string {
  if (depth === DEEPEST)
    throw dbError('selector-argument', { ...place, got: 'nested too deeply, or cyclic' });
  const parts: string[] = [];
  if (isArray(value)) {
    for (const item of value) parts.push(textOf(item, place, depth + 1));
    return `[${parts.join()}]`;
  }
  if (!isPlainObject(value)) throw dbError('selector-argument', { ...place, got: `a ${classOf(value)}` });
  for (const name of Object.keys(value).sort()) {
    parts.push(`${JSON.stringify(name)}:${textOf(value[name], place, depth + 1)}`);
  }
  return `{${parts.join()}}`;
}

/** Whether it is an object literal: of no class, with string keys only. */
export function isPlainObject(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && Object.getOwnPropertySymbols(value).length === 0
  );
}

function classOf(value: object): string {
  const made: unknown = value.constructor;
  return typeof made === 'function' && made.name !== '' && made !== Object ? made.name : 'class instance';
}

/** A copy that stays as it is. */
function fixed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return Object.freeze(value.map(fixed));
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fixed(part)])));
}
