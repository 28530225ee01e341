import { assert } from '@statehouse/kernel';
import { collectionsError } from '../errors.ts';
import { FewIds } from './few-ids.ts';
import type { Held, IdDirectory, Origin } from './id-directory.ts';
import { ManyIds } from './many-ids.ts';
import { PagedVector } from './slot-pages.ts';
import {
  emptyVector,
  itemsOf,
  type Owner,
  type SlotVector,
  vectorFrom,
  visitItems,
  withItem,
  withoutItem,
} from './slot-vector.ts';
import type { Table, TableDraft } from './table.ts';

function newOrigin<Entity extends object>(nextSlot: number): Origin<Entity> {
  return { nextSlot, lastSlot: 2 ** 30, mostInOneMap: 131_072, misses: 0, pages: undefined };
}

/** Entities that a console shows of a table. */
const MOST_SHOWN = 100;

/** What tables are made of. */
interface Parts<Entity extends object> {
  readonly idOf: (entity: Entity) => string;
  readonly vector: SlotVector;
  readonly size: number;
  readonly directory: IdDirectory;
  readonly origin: Origin<Entity>;
}

/** A table over a directory of ids and a vector of entities by slot. The directory may give way to a better fitting one. */
export class SlotTable<Entity extends object>
  extends PagedVector<Entity, Origin<Entity>>
  implements Table<Entity>
{
  readonly idOf: (entity: Entity) => string;
  readonly size: number;
  #directory: IdDirectory;

  constructor({ idOf, vector, size, directory, origin }: Parts<Entity>) {
    super(vector, origin);
    this.idOf = idOf;
    this.size = size;
    this.#directory = directory;
  }

  get(id: string): Entity | undefined {
    return this.#directory.find(id, this);
  }

  has(id: string): boolean {
    return this.#directory.slotOf(id, this) !== -1;
  }

  slotOf(id: string): number | undefined {
    const slot = this.#directory.slotOf(id, this);
    return slot === -1 ? undefined : slot;
  }

  set(entity: Entity): Table<Entity> {
    const id = checkedId(this.idOf(entity));
    const known = this.#directory.slotOf(id, this);
    if (known !== -1) {
      const vector = withItem(this, known, entity, undefined);
      return vector.root === this.root ? this : this.#with(vector, this.size, known, entity);
    }
    if (this.origin.nextSlot >= this.origin.lastSlot) return tableFrom(this, this.idOf).set(entity);
    this.#directory = fittedFor(id, this, this.#directory, this.origin);
    const slot = this.origin.nextSlot++;
    this.#directory.enter(id, slot);
    return this.#with(withItem(this, slot, entity, undefined), this.size + 1, slot, entity);
  }

  delete(id: string): Table<Entity> {
    const slot = this.#directory.slotOf(id, this);
    if (slot === -1) return this;
    if (this.size === 1) return emptyTable(this.idOf);
    this.#directory.release(id);
    const after = this.#with(withoutItem(this, slot, undefined), this.size - 1, slot, undefined);
    after.#directory = fittedFor(id, after, after.#directory, this.origin);
    return after;
  }

  batch(edit: (draft: TableDraft<Entity>) => void): Table<Entity> {
    if (this.origin.nextSlot >= this.origin.lastSlot) return tableFrom(this, this.idOf).batch(edit);
    const { idOf, root, size, origin } = this;
    const draft = new SlotDraft<Entity>({ idOf, vector: this, size, origin, directory: this.#directory });
    this.pages?.passTo(draft);
    let after: SlotTable<Entity> = this;
    try {
      edit(draft);
      if (draft.root !== root) after = draft.table();
    } finally {
      draft.close();
      draft.pages?.moveTo(after);
    }
    return after.size === 0 && after !== this ? emptyTable(idOf) : after;
  }

  *ids(): Iterable<string> {
    for (const entity of this) yield this.idOf(entity);
  }

  forEach(visit: (entity: Entity, slot: number) => unknown): void {
    visitItems(this, visit);
  }

  [Symbol.iterator](): Iterator<Entity> {
    return itemsOf<Entity>(this);
  }

  isKinOf(other: Table<Entity>): boolean {
    return other instanceof SlotTable && other.origin === this.origin;
  }

  toJSON(): readonly Entity[] {
    return [...this];
  }

  /** What Node's console shows. */
  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    const first: Entity[] = [];
    for (const entity of this) if (first.push(entity) === MOST_SHOWN) break;
    const rest = this.size > first.length ? ` and ${this.size - first.length} more` : '';
    return `Table(${this.size}) ${inspect(first, options)}${rest}`;
  }

  /** The version after this, which differs in one slot. */
  #with(vector: SlotVector, size: number, slot: number, entity: Entity | undefined): SlotTable<Entity> {
    const { idOf, origin, pages } = this;
    const after = new SlotTable({ idOf, vector, size, origin, directory: this.#directory });
    if (pages !== undefined) {
      if (entity === undefined) pages.forgetGone(slot, size);
      else pages.forget(slot);
      pages.passTo(after);
    }
    return after;
  }
}

/** A draft whose own nodes are changed in place. After {@link close} it is dead: its nodes are shared by then. */
class SlotDraft<Entity extends object>
  extends PagedVector<Entity, Origin<Entity>>
  implements TableDraft<Entity>
{
  readonly idOf: (entity: Entity) => string;
  size: number;
  #directory: IdDirectory;
  #owner: Owner = {};

  constructor({ idOf, vector, size, directory, origin }: Parts<Entity>) {
    super(vector, origin);
    this.idOf = idOf;
    this.size = size;
    this.#directory = directory;
  }

  get(id: string): Entity | undefined {
    return this.#directory.find(id, this);
  }

  has(id: string): boolean {
    return this.#directory.slotOf(id, this) !== -1;
  }

  slotOf(id: string): number | undefined {
    const slot = this.#directory.slotOf(id, this);
    return slot === -1 ? undefined : slot;
  }

  set(entity: Entity): void {
    this.#assertOpen();
    const id = checkedId(this.idOf(entity));
    let slot = this.#directory.slotOf(id, this);
    if (slot === -1) {
      this.#directory = fittedFor(id, this, this.#directory, this.origin);
      slot = this.origin.nextSlot++;
      this.#directory.enter(id, slot);
      this.size += 1;
    }
    this.#take(withItem(this, slot, entity, this.#owner));
    this.pages?.forget(slot);
  }

  delete(id: string): boolean {
    this.#assertOpen();
    const slot = this.#directory.slotOf(id, this);
    if (slot === -1) return false;
    this.#take(withoutItem(this, slot, this.#owner));
    this.size -= 1;
    this.pages?.forgetGone(slot, this.size);
    this.#directory.release(id);
    this.#directory = fittedFor(id, this, this.#directory, this.origin);
    return true;
  }

  /** What it has become. */
  table(): SlotTable<Entity> {
    const { idOf, size, origin } = this;
    return new SlotTable({ idOf, vector: this, size, origin, directory: this.#directory });
  }

  close(): void {
    this.#owner = undefined;
  }

  #take({ root, shift }: SlotVector): void {
    this.root = root;
    this.shift = shift;
  }

  #assertOpen(): void {
    assert(this.#owner !== undefined, () => 'a table draft was changed after its batch had ended');
  }
}

/** The table without entities. Each call begins a new kin. */
export function emptyTable<Entity extends object>(idOf: (entity: Entity) => string): Table<Entity> {
  const directory = new FewIds();
  return new SlotTable({ idOf, vector: emptyVector, size: 0, directory, origin: newOrigin(0) });
}

/**
 * A table of the entities given, in their order. O(n).
 * @throws StatehouseError `collections/duplicate-id`, `collections/invalid-id`
 */
export function tableFrom<Entity extends object>(
  entities: Iterable<Entity>,
  idOf: (entity: Entity) => string,
): Table<Entity> {
  const list: readonly Entity[] = [...entities];
  const { length: size } = list;
  const origin = newOrigin<Entity>(size);
  const held = { idOf, at: (slot: number) => list[slot] };
  let directory: IdDirectory = size < origin.mostInOneMap ? new FewIds() : new ManyIds(size);
  list.forEach((entity, slot) => {
    const id = checkedId(idOf(entity));
    if (directory.slotOf(id, held) !== -1) throw collectionsError('duplicate-id', { id });
    directory = directory.fitted(id, held, size);
    directory.enter(id, slot);
  });
  return new SlotTable({ idOf, vector: vectorFrom(list), size, directory, origin });
}

/** What there is to know of a table whose directory no longer fits. */
type Resident<Entity extends object> = Held<Entity> & SlotVector & { readonly size: number };

/** The directory for a table that is about to enter an id, or has released one. */
function fittedFor<Entity extends object>(
  id: string,
  held: Resident<Entity>,
  directory: IdDirectory,
  { mostInOneMap }: Origin<Entity>,
): IdDirectory {
  const fitted = directory.fitted(id, held, held.size);
  if (fitted instanceof FewIds)
    return fitted.count < mostInOneMap ? fitted : refilled(new ManyIds(held.size), held);
  return held.size < mostInOneMap / 4 ? refilled(new FewIds(), held) : fitted;
}

function refilled<Entity extends object>(directory: IdDirectory, held: Resident<Entity>): IdDirectory {
  let filling = directory;
  visitItems<Entity>(held, (entity, slot) => {
    const id = held.idOf(entity);
    filling = filling.fitted(id, held, held.size);
    filling.enter(id, slot);
  });
  return filling;
}

function checkedId(id: unknown): string {
  if (typeof id === 'string') return id;
  throw collectionsError('invalid-id', { got: id === null ? 'null' : typeof id });
}
