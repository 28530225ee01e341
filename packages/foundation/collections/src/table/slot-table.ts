import { assert } from '@statehouse/kernel';
import { collectionsError } from '../errors.ts';
import { FewIds } from './few-ids.ts';
import type { Held, IdDirectory, Origin } from './id-directory.ts';
import { ManyIds } from './many-ids.ts';
import {
  emptyVector,
  itemIn,
  itemsOf,
  type Owner,
  type SlotVector,
  vectorFrom,
  visitItems,
  withItem,
  withoutItem,
} from './slot-vector.ts';
import type { Table, TableDraft } from './table.ts';

const newOrigin = (nextSlot: number): Origin => ({
  nextSlot,
  lastSlot: 2 ** 30,
  mostInOneMap: 131_072,
});

/** Entities that a console shows of a table. */
const MOST_SHOWN = 100;

/** What tables are made of. The directory may give way to a better fitting one, which nobody can see. */
interface State<Entity extends object> extends Held<Entity> {
  root: SlotVector['root'];
  shift: number;
  directory: IdDirectory;
  size: number;
  readonly origin: Origin;
}

/** A table over a directory of ids and a vector of entities by slot. */
export class SlotTable<Entity extends object> implements Table<Entity> {
  readonly idOf: (entity: Entity) => string;
  readonly root: SlotVector['root'];
  readonly shift: number;
  readonly size: number;
  readonly #origin: Origin;
  #directory: IdDirectory;

  constructor({ idOf, root, shift, directory, size, origin }: State<Entity>) {
    this.idOf = idOf;
    this.root = root;
    this.shift = shift;
    this.size = size;
    this.#directory = directory;
    this.#origin = origin;
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

  at(slot: number): Entity | undefined {
    return itemIn(this.root, this.shift, slot);
  }

  set(entity: Entity): Table<Entity> {
    const id = checkedId(this.idOf(entity));
    const known = this.#directory.slotOf(id, this);
    if (known !== -1) {
      const vector = withItem(this, known, entity, undefined);
      return vector.root === this.root ? this : this.#with(vector, this.size);
    }
    if (this.#origin.nextSlot >= this.#origin.lastSlot) return tableFrom(this, this.idOf).set(entity);
    this.#directory = fittedFor(id, this, this.#directory, this.#origin);
    const slot = this.#origin.nextSlot++;
    this.#directory.enter(id, slot);
    return this.#with(withItem(this, slot, entity, undefined), this.size + 1);
  }

  delete(id: string): Table<Entity> {
    const slot = this.#directory.slotOf(id, this);
    if (slot === -1) return this;
    if (this.size === 1) return emptyTable(this.idOf);
    this.#directory.release(id);
    const after = this.#with(withoutItem(this, slot, undefined), this.size - 1);
    after.#directory = fittedFor(id, after, after.#directory, this.#origin);
    return after;
  }

  batch(edit: (draft: TableDraft<Entity>) => void): Table<Entity> {
    if (this.#origin.nextSlot >= this.#origin.lastSlot) return tableFrom(this, this.idOf).batch(edit);
    const { idOf, root, shift, size } = this;
    const state = { idOf, root, shift, size, directory: this.#directory, origin: this.#origin };
    const draft = new SlotDraft<Entity>(state);
    try {
      edit(draft);
    } finally {
      draft.close();
    }
    if (state.root === root) return this;
    return state.size === 0 ? emptyTable(idOf) : new SlotTable(state);
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
    return other instanceof SlotTable && other.#origin === this.#origin;
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

  #with({ root, shift }: SlotVector, size: number): SlotTable<Entity> {
    const { idOf } = this;
    return new SlotTable({ idOf, root, shift, size, directory: this.#directory, origin: this.#origin });
  }
}

/** A draft whose own nodes are changed in place. After {@link close} it is dead: its nodes are shared by then. */
class SlotDraft<Entity extends object> implements TableDraft<Entity> {
  readonly #state: State<Entity>;
  #owner: Owner = {};

  constructor(state: State<Entity>) {
    this.#state = state;
  }

  get size(): number {
    return this.#state.size;
  }

  get(id: string): Entity | undefined {
    return this.#state.directory.find(id, this.#state);
  }

  has(id: string): boolean {
    return this.#state.directory.slotOf(id, this.#state) !== -1;
  }

  slotOf(id: string): number | undefined {
    const slot = this.#state.directory.slotOf(id, this.#state);
    return slot === -1 ? undefined : slot;
  }

  at(slot: number): Entity | undefined {
    return itemIn(this.#state.root, this.#state.shift, slot);
  }

  set(entity: Entity): void {
    this.#assertOpen();
    const state = this.#state;
    const id = checkedId(state.idOf(entity));
    let slot = state.directory.slotOf(id, state);
    if (slot === -1) {
      state.directory = fittedFor(id, state, state.directory, state.origin);
      slot = state.origin.nextSlot++;
      state.directory.enter(id, slot);
      state.size += 1;
    }
    this.#take(withItem(state, slot, entity, this.#owner));
  }

  delete(id: string): boolean {
    this.#assertOpen();
    const state = this.#state;
    const slot = state.directory.slotOf(id, state);
    if (slot === -1) return false;
    this.#take(withoutItem(state, slot, this.#owner));
    state.size -= 1;
    state.directory.release(id);
    state.directory = fittedFor(id, state, state.directory, state.origin);
    return true;
  }

  #take({ root, shift }: SlotVector): void {
    this.#state.root = root;
    this.#state.shift = shift;
  }

  close(): void {
    this.#owner = undefined;
  }

  #assertOpen(): void {
    assert(this.#owner !== undefined, () => 'a table draft was changed after its batch had ended');
  }
}

/** The table without entities. Each call begins a new kin. */
export function emptyTable<Entity extends object>(idOf: (entity: Entity) => string): Table<Entity> {
  return new SlotTable({
    idOf,
    ...emptyVector,
    size: 0,
    directory: new FewIds(),
    origin: newOrigin(0),
  });
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
  const vector = vectorFrom(list);
  const held = { idOf, ...vector, size: list.length };
  const origin = newOrigin(list.length);
  let directory: IdDirectory = list.length < origin.mostInOneMap ? new FewIds() : new ManyIds(list.length);
  list.forEach((entity, slot) => {
    const id = checkedId(idOf(entity));
    if (directory.slotOf(id, held) !== -1) throw collectionsError('duplicate-id', { id });
    directory = directory.fitted(id, held, held.size);
    directory.enter(id, slot);
  });
  return new SlotTable({ idOf, ...vector, size: list.length, directory, origin });
}

/** The directory for a table that is about to enter an id, or has released one. */
function fittedFor<Entity extends object>(
  id: string,
  held: Held<Entity> & { readonly size: number },
  directory: IdDirectory,
  { mostInOneMap }: Origin,
): IdDirectory {
  const fitted = directory.fitted(id, held, held.size);
  if (fitted instanceof FewIds)
    return fitted.count < mostInOneMap ? fitted : refilled(new ManyIds(held.size), held);
  return held.size < mostInOneMap / 4 ? refilled(new FewIds(), held) : fitted;
}

function refilled<Entity extends object>(
  directory: IdDirectory,
  held: Held<Entity> & { readonly size: number },
): IdDirectory {
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
