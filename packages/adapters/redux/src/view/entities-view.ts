import type { EntityId } from '@reduxjs/toolkit';
import type { EntitySet } from '../entities/entity-set.ts';
import { reduxError } from '../errors.ts';

const versionKey = Symbol('statehouse.version');

/** What stands behind `state.entities`: the entities of one version, and the view of their ids that belongs to it. */
export class TableVersion<T, Id extends EntityId> {
  readonly set: EntitySet<T>;
  readonly ids: Id[];
  /** Whose table it is: what `T` and `Id` are, and how the entities are ordered. */
  readonly owner: object;
  /** The same for all versions that come from one another, and for no others. */
  readonly lineage: object;

  constructor(parts: { set: EntitySet<T>; ids: Id[]; owner: object; lineage: object }) {
    this.set = parts.set;
    this.ids = parts.ids;
    this.owner = parts.owner;
    this.lineage = parts.lineage;
  }

  /** What Node's console shows; it looks for this on the target of a proxy, and calls it on the proxy. */
  [Symbol.for('nodejs.util.inspect.custom')](): unknown {
    const version = versionBehind(this);
    return version && plainEntities(version.set);
  }
}

/** The prototype of what readers see: not `Object.prototype`, or Immer would take it for a plain object and copy it. */
const entitiesPrototype = Object.create(Object.prototype, {
  constructor: { value: TableVersion },
});

function refuse(write: string): never {
  throw reduxError('entities-written', { write });
}

let handedOut = 0;

/** How many entities views have handed out so far: whether one was read between two moments. */
export function countOfReads(): number {
  return handedOut;
}

const handler: ProxyHandler<TableVersion<unknown, EntityId>> = {
  get(version, key, receiver) {
    if (typeof key === 'string') {
      const entity = version.set.get(key);
      if (entity !== undefined) {
        handedOut += 1;
        return entity;
      }
    }
    if (key === versionKey) return version;
    return Reflect.get(entitiesPrototype, key, receiver);
  },
  has: ({ set }, key) => (typeof key === 'string' ? set.has(key) : key in entitiesPrototype),
  ownKeys: ({ set }) => [...set.keys()],
  getOwnPropertyDescriptor({ set }, key) {
    const value = typeof key === 'string' ? set.get(key) : undefined;
    return value && { value, enumerable: true, configurable: true, writable: false };
  },
  getPrototypeOf: () => entitiesPrototype,
  set: (_, key) => refuse(`entities[${String(key)}] = …`),
  defineProperty: (_, key) => refuse(`entities[${String(key)}] = …`),
  deleteProperty: (_, key) => refuse(`delete entities[${String(key)}]`),
  setPrototypeOf: () => refuse('Object.setPrototypeOf'),
  preventExtensions: () => false,
};

/**
 * A read-only view of a version, with the look of an object of entities by id. O(1) to make, O(log n) to read from; its keys come
 * in the order in which the table keeps them.
 */
export function createEntitiesView<T, Id extends EntityId>(version: TableVersion<T, Id>): Record<Id, T> {
  // A proxy has the type of its target; what it answers is what the handler makes of it.
  return new Proxy<object>(version, handler as ProxyHandler<object>) as Record<Id, T>;
}

/** The version behind a view of entities, undefined for anything else. */
export function versionBehind(entities: unknown): TableVersion<unknown, EntityId> | undefined {
  const version: unknown =
    typeof entities === 'object' && entities !== null ? Reflect.get(entities, versionKey) : undefined;
  return version instanceof TableVersion ? version : undefined;
}

/** The entities of a set as a plain object by id. O(n). */
export function plainEntities<T>(set: EntitySet<T>): Record<string, T> {
  const pairs: [string, T][] = [];
  for (const id of set.keys()) {
    const entity = set.get(id);
    if (entity !== undefined) pairs.push([id, entity]);
  }
  return Object.fromEntries(pairs);
}
