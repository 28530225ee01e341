// Stands in until the table is there.
export interface Table<Entity extends object> extends Iterable<Entity> {
  readonly size: number;
  readonly idOf: (entity: Entity) => string;
  get(id: string): Entity | undefined;
  has(id: string): boolean;
  batch(edit: (draft: TableDraft<Entity>) => void): Table<Entity>;
  ids(): Iterable<string>;
  forEach(visit: (entity: Entity) => unknown): void;
}
export interface TableDraft<Entity extends object> {
  readonly size: number;
  get(id: string): Entity | undefined;
  has(id: string): boolean;
  set(entity: Entity): void;
  delete(id: string): boolean;
}
export function emptyTable<Entity extends object>(idOf: (entity: Entity) => string): Table<Entity> {
  return make(new Map(), idOf);
}
function make<Entity extends object>(
  map: Map<string, Entity>,
  idOf: (entity: Entity) => string,
): Table<Entity> {
  const self: Table<Entity> = {
    get size() {
      return map.size;
    },
    idOf,
    get: (id) => map.get(id),
    has: (id) => map.has(id),
    ids: () => map.keys(),
    [Symbol.iterator]: () => map.values(),
    forEach: (visit) => {
      for (const e of map.values()) if (visit(e) === false) return;
    },
    batch: (edit) => {
      const next = new Map(map);
      let changed = false;
      edit({
        get size() {
          return next.size;
        },
        get: (id) => next.get(id),
        has: (id) => next.has(id),
        set: (e) => {
          if (next.get(idOf(e)) === e) return;
          changed = true;
          next.set(idOf(e), e);
        },
        delete: (id) => {
          const had = next.delete(id);
          changed ||= had;
          return had;
        },
      });
      return changed ? make(next, idOf) : self;
    },
  };
  return self;
}
export function* diffTables<Entity extends object>(
  a: Table<Entity>,
  b: Table<Entity>,
): Iterable<{ id: string; after: Entity | undefined }> {
  for (const id of b.ids()) if (a.get(id) !== b.get(id)) yield { id, after: b.get(id) };
}
