/**
 * An immutable table of entities by id, iterated in the order in which their ids came in.
 *
 * Every "change" returns a new table that shares structure with the old one; a change that changes nothing returns the
 * same object, so `===` means "nothing happened". An entity says its own id (the `idOf` that the table was made with),
 * so the table keeps none beside it. Callers know this interface only: the structure inside may be replaced.
 *
 * Each id has a *slot*, a small integer that it keeps in every table derived from one origin for as long as any of them
 * holds it: what indexes and results can keep instead of the id. An id that was deleted and comes back has a new slot.
 */
export interface Table<Entity extends object> extends Iterable<Entity> {
  readonly size: number;
  /** What says an entity's id. */
  readonly idOf: (entity: Entity) => string;
  /** O(1) in the version that is newest or read most, otherwise O(1) to find the id and O(log n) to find the entity. */
  get(id: string): Entity | undefined;
  has(id: string): boolean;
  /** Puts an entity under its id. O(log n). Returns this table if that very entity is there already. */
  set(entity: Entity): Table<Entity>;
  /** O(log n). Returns this table if the id is absent. */
  delete(id: string): Table<Entity>;
  /** Runs many changes on a transient copy: nodes made in the batch are changed in place, shared ones are copied once. */
  batch(edit: (draft: TableDraft<Entity>) => void): Table<Entity>;
  ids(): Iterable<string>;
  /** Calls `visit` for every entity in order; quicker than iterating. Stops when it answers false. */
  forEach(visit: (entity: Entity, slot: number) => unknown): void;
  /** The slot of an id that is in this table, otherwise undefined. */
  slotOf(id: string): number | undefined;
  /** The entity in a slot, undefined if this table has none there: as `get`, without a look at the id. */
  at(slot: number): Entity | undefined;
  /** Whether slots of the two mean the same ids: one comes from the other, or both from a third. */
  isKinOf(other: Table<Entity>): boolean;
  /** The entities in order, as JSON sees them. */
  toJSON(): readonly Entity[];
}

/** The transient side of a batch. It reads its own writes, and must not be kept after the batch. */
export interface TableDraft<Entity extends object> {
  readonly size: number;
  get(id: string): Entity | undefined;
  has(id: string): boolean;
  slotOf(id: string): number | undefined;
  at(slot: number): Entity | undefined;
  set(entity: Entity): void;
  /** @returns whether it was there. */
  delete(id: string): boolean;
}

/** One id at which two tables differ; `before` or `after` is absent where the entity is. */
export interface TableChange<Entity extends object> {
  readonly id: string;
  readonly before: Entity | undefined;
  readonly after: Entity | undefined;
  /** The slot in the later table, or in the earlier one if the entity is gone. */
  readonly slot: number;
}
