import { isArray } from '@statehouse/kernel';
import { ERROR, FUNCTION, MAP, markOf, OPAQUE, SET, UNDEFINED, UNREADABLE } from './marks.ts';

/** What a value of any kind is to a projection: a leaf, or something with members. */
export type Shape =
  | { readonly kind: 'leaf'; readonly value: null | boolean | number }
  /** `text` is what would be secret about it, `written` how it is projected. */
  | { readonly kind: 'text'; readonly text: string; readonly written: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'list'; readonly items: readonly unknown[] }
  | { readonly kind: 'pairs'; readonly pairs: readonly (readonly [unknown, unknown])[] }
  | { readonly kind: 'members'; readonly items: readonly unknown[] }
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  | { readonly kind: 'error'; readonly fields: readonly Field[] };

export type Field = readonly [name: string, value: unknown];

const OPAQUE_SHAPE: Shape = { kind: 'text', text: OPAQUE, written: OPAQUE };
const UNREADABLE_SHAPE: Shape = { kind: 'text', text: UNREADABLE, written: UNREADABLE };

/** Total: what throws when it is looked at is `⟦unreadable⟧`. Changes nothing. */
export function shapeOf(value: unknown): Shape {
  try {
    return typeof value === 'object' && value !== null ? shapeOfObject(value) : shapeOfLeaf(value);
  } catch {
    return UNREADABLE_SHAPE;
  }
}

function shapeOfLeaf(value: unknown): Shape {
  if (typeof value === 'string') return { kind: 'text', text: value, written: value };
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return { kind: 'leaf', value: value === 0 ? 0 : value };
    return { kind: 'text', text: String(value), written: markOf('number', String(value)) };
  }
  if (typeof value === 'boolean' || value === null) return { kind: 'leaf', value };
  if (value === undefined) return { kind: 'text', text: UNDEFINED, written: UNDEFINED };
  if (typeof value === 'function') return { kind: 'text', text: FUNCTION, written: FUNCTION };
  const text = typeof value === 'symbol' ? (value.description ?? '') : String(value);
  return { kind: 'text', text, written: markOf(typeof value, text) };
}

function shapeOfObject(value: object): Shape {
  if (isArray(value)) return { kind: 'list', items: value };
  if (value instanceof Map) return { kind: 'pairs', pairs: [...value] };
  if (value instanceof Set) return { kind: 'members', items: [...value] };
  if (value instanceof Error) return { kind: 'error', fields: fieldsOfError(value) };
  if (value instanceof ArrayBuffer) return { kind: 'bytes', bytes: new Uint8Array(value) };
  if (ArrayBuffer.isView(value)) {
    return { kind: 'bytes', bytes: new Uint8Array(value.buffer, value.byteOffset, value.byteLength) };
  }
  const text = textOfDateOrPattern(value);
  if (text !== undefined) return text;
  const again = shapeOfProjected(value);
  if (again !== undefined) return again;
  const written = ownJson(value);
  if (written === undefined) {
    return isOpaque(value) ? OPAQUE_SHAPE : { kind: 'fields', fields: fieldsOf(value) };
  }
  // As JSON.stringify does: what toJSON answers with is not asked again.
  const { json } = written;
  if (typeof json !== 'object' || json === null) return shapeOfLeaf(json);
  return ownJson(json) === undefined ? shapeOfObject(json) : { kind: 'fields', fields: fieldsOf(json) };
}

/** What was projected before has the shape of what it was. */
function shapeOfProjected(value: object): Shape | undefined {
  const keys = Object.keys(value);
  const [key] = keys;
  if (keys.length !== 1 || (key !== MAP && key !== SET && key !== ERROR)) return undefined;
  const inner = isIndexed(value) ? read(value, key) : undefined;
  if (key === MAP && isPairs(inner)) return { kind: 'pairs', pairs: inner };
  if (key === SET && isArray(inner)) return { kind: 'members', items: inner };
  if (key !== ERROR || typeof inner !== 'object' || inner === null || isArray(inner)) return undefined;
  return { kind: 'error', fields: fieldsOf(inner) };
}

function isPairs(value: unknown): value is readonly (readonly [unknown, unknown])[] {
  return isArray(value) && value.every((pair) => isArray(pair) && pair.length === 2);
}

/** By its tag, not by `instanceof`: dates come from other realms too. */
function textOfDateOrPattern(value: object): Shape | undefined {
  const tag = Object.prototype.toString.call(value);
  if (tag === '[object Date]') {
    const ms = Number(value);
    const text = Number.isNaN(ms) || !('toISOString' in value) ? 'invalid' : isoOf(value);
    return { kind: 'text', text, written: markOf('date', text) };
  }
  if (tag !== '[object RegExp]') return undefined;
  return { kind: 'text', text: String(value), written: markOf('regexp', String(value)) };
}

function isoOf(value: { readonly toISOString: unknown }): string {
  return typeof value.toISOString === 'function' ? String(value.toISOString()) : 'invalid';
}

function ownJson(value: object): { readonly json: unknown } | undefined {
  const toJson: unknown = Reflect.get(value, 'toJSON');
  return typeof toJson === 'function' ? { json: Reflect.apply(toJson, value, ['']) } : undefined;
}

function isOpaque(value: object): boolean {
  if (Object.keys(value).length > 0) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && prototype !== Object.prototype;
}

function fieldsOf(value: object): Field[] {
  return isIndexed(value) ? Object.keys(value).map((name) => [name, read(value, name)]) : [];
}

/** Without the stack, which names files of the machine. */
function fieldsOfError(error: Error): Field[] {
  const hidden = ['name', 'message', 'cause', 'errors'].filter((name) => name in error);
  const names = [...new Set([...hidden, ...Object.keys(error)])];
  return isIndexed(error) ? names.map((name) => [name, read(error, name)]) : [];
}

/** A field of a value that may have none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && isIndexed(value) ? read(value, name) : undefined;
}

function read(value: Readonly<Record<string, unknown>>, name: string): unknown {
  try {
    return value[name];
  } catch {
    return UNREADABLE;
  }
}

function isIndexed(value: object): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object';
}

/** How many levels its projection takes up above its members. */
export function levelsOf({ kind }: Shape): number {
  if (kind === 'pairs') return 3;
  return kind === 'members' || kind === 'error' ? 2 : 1;
}
