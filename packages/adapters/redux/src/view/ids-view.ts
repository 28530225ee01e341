import type { EntityId } from '@reduxjs/toolkit';
import { reduxError } from '../errors.ts';

/** What a view of ids is made of: how many there are, known at once, and the list, made when it is first asked for. */
export interface IdSource<Id extends EntityId> {
  readonly size: number;
  listIds(): readonly Id[];
}

const listKey = Symbol('statehouse.ids');

/**
 * The list of ids of one order of entities, made when it is first read. It has the methods of arrays, but is none to
 * `Array.isArray`: Immer would copy and freeze it, every time, for all of its length.
 *
 * The source may be replaced by another with the same ids, so that a list that nobody reads does not hold an old version.
 */
class IdList<Id extends EntityId> {
  #source: IdSource<Id>;
  #ids: readonly Id[] | undefined;

  constructor(source: IdSource<Id>) {
    this.#source = source;
  }

  get size(): number {
    return this.#ids?.length ?? this.#source.size;
  }

  get ids(): readonly Id[] {
    this.#ids ??= Object.freeze(this.#source.listIds());
    return this.#ids;
  }

  follow(source: IdSource<Id>): void {
    this.#source = source;
  }

  /** What Node's console shows; it looks for this on the target of a proxy, and calls it on the proxy. */
  [Symbol.for('nodejs.util.inspect.custom')](): unknown {
    return listBehind(this)?.ids;
  }
}

/** What a reader sees between the list and `Array.prototype`. */
const idsPrototype = Object.create(Array.prototype, {
  constructor: { value: IdList },
  [Symbol.toStringTag]: { value: 'Array' },
  [Symbol.isConcatSpreadable]: { value: true },
});

function refuse(write: string): never {
  throw reduxError('ids-written', { write });
}

/** `'3'` → 3, undefined for what is no index. */
function indexOf(key: string): number | undefined {
  const index = Number(key);
  return Number.isInteger(index) && index >= 0 && String(index) === key ? index : undefined;
}

const writers = new Set<PropertyKey>([
  'copyWithin',
  'fill',
  'pop',
  'push',
  'reverse',
  'shift',
  'sort',
  'splice',
  'unshift',
]);

const handler: ProxyHandler<IdList<EntityId>> = {
  get(list, key) {
    if (key === listKey) return list;
    if (key === 'length') return list.size;
    if (key === 'toJSON') return () => [...list.ids];
    if (writers.has(key)) return () => refuse(`${String(key)}()`);
    const own = typeof key === 'string' ? indexOf(key) : undefined;
    if (own !== undefined) return list.ids[own];
    const value: unknown = Reflect.get(idsPrototype, key);
    // The methods of arrays are quick on an array and slow on what only looks like one.
    return typeof value === 'function' && key !== 'constructor' ? value.bind(list.ids) : value;
  },
  has(list, key) {
    const index = typeof key === 'string' ? indexOf(key) : undefined;
    return index === undefined ? key === 'length' || key in idsPrototype : index < list.size;
  },
  ownKeys(list) {
    return [...Object.keys(list.ids), 'length'];
  },
  getOwnPropertyDescriptor(list, key) {
    if (key === 'length') return { value: list.size, enumerable: false, configurable: true, writable: false };
    const index = typeof key === 'string' ? indexOf(key) : undefined;
    if (index === undefined || index >= list.size) return undefined;
    return { value: list.ids[index], enumerable: true, configurable: true, writable: false };
  },
  getPrototypeOf: () => idsPrototype,
  set: (_, key) => refuse(`ids[${String(key)}] = …`),
  defineProperty: (_, key) => refuse(`ids[${String(key)}] = …`),
  deleteProperty: (_, key) => refuse(`delete ids[${String(key)}]`),
  setPrototypeOf: () => refuse('Object.setPrototypeOf'),
  preventExtensions: () => false,
};

/** A read-only view of the ids of a source. O(1). */
export function createIdsView<Id extends EntityId>(source: IdSource<Id>): Id[] {
  // A proxy has the type of its target; what it answers is what the handler makes of it.
  return new Proxy(new IdList(source), handler) as unknown as Id[];
}

function listBehind(ids: unknown): IdList<EntityId> | undefined {
  const list: unknown = typeof ids === 'object' && ids !== null ? Reflect.get(ids, listKey) : undefined;
  return list instanceof IdList ? list : undefined;
}

export function isIdsView(value: unknown): boolean {
  return listBehind(value) !== undefined;
}

/** The ids behind a view as a real, frozen array, the same one each time; undefined for anything else. O(n) the first time. */
export function arrayBehind(ids: unknown): readonly EntityId[] | undefined {
  return listBehind(ids)?.ids;
}

/** A real array of ids: what stands behind a view, or what was given if it is none. */
export function idsAsArray<Id extends EntityId>(ids: Id[]): Id[] {
  const array = arrayBehind(ids);
  // The ids behind a view of `Id` are of that type, which a proxy cannot say of itself.
  return array === undefined ? ids : (array as Id[]);
}

/** Lets a view read from another source with the same ids from now on. */
export function followSource<Id extends EntityId>(ids: Id[], source: IdSource<Id>): void {
  listBehind(ids)?.follow(source);
}
