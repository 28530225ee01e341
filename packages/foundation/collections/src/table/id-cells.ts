import { FewIds } from './few-ids.ts';
import type { Held, Slots } from './id-directory.ts';
import { hashOf, widened } from './id-hash.ts';

/** The most cells: few enough that a look at each of them is no pause. */
const MOST_CELLS = 16_384;
const LEAST_CELLS = 16;
/** Cells in use before there have to be more: beyond, runs of cells in use grow long. */
const FULL = 0.7;
/** Ids of one hash that are looked at one by one, before and after the hash is widened. */
const MOST_ALIKE = 4;
const MOST_ALIKE_WIDENED = 48;

/**
 * Some of a directory's ids as pairs of integers, (hash, slot + 1), in an open table with linear probing: a third of a
 * native map's memory. It keeps no ids: the entity in the slot says whether it is the one. Where too many ids have the
 * same hash it is widened; where that does not help, a native map takes the place of the cells, since it looks at all of
 * a string.
 *
 * Invariant: a cell with 0 behind it is free, and no free cell stands between an entry and the place of its hash.
 */
export class IdCells {
  /** How many leading bits of the hash all ids here have in common. */
  readonly bits: number;
  readonly #isWide: boolean;
  readonly #alike: FewIds | undefined;
  #cells: Int32Array;
  #used = 0;
  #released = 0;
  #hasTooManyAlike = false;

  constructor(bits: number, expected = 0, isWide = false, alike?: FewIds) {
    this.bits = bits;
    this.#isWide = isWide;
    this.#alike = alike;
    let cells = LEAST_CELLS;
    while (cells * FULL <= expected && cells < MOST_CELLS) cells *= 2;
    this.#cells = new Int32Array(cells * 2);
  }

  slotOf<Entity extends object>(idHash: number, id: string, held: Held<Entity>): number {
    if (this.#alike !== undefined) return this.#alike.slotOf(id, held);
    const hash = this.#isWide ? widened(idHash, id) : idHash;
    const cells = this.#cells;
    const mask = cells.length - 1;
    for (let at = (hash << 1) & mask; cells[at + 1] !== 0; at = (at + 2) & mask) {
      if (cells[at] !== hash) continue;
      const slot = (cells[at + 1] ?? 0) - 1;
      const entity = held.at(slot);
      if (entity !== undefined && held.idOf(entity) === id) return slot;
    }
    return -1;
  }

  /** {@link slotOf} over again: to look into the slot a second time made `get` of what is in the cache 13% slower. */
  find<Entity extends object>(idHash: number, id: string, held: Held<Entity>): Entity | undefined {
    if (this.#alike !== undefined) return this.#alike.find(id, held);
    const hash = this.#isWide ? widened(idHash, id) : idHash;
    const cells = this.#cells;
    const mask = cells.length - 1;
    for (let at = (hash << 1) & mask; cells[at + 1] !== 0; at = (at + 2) & mask) {
      if (cells[at] !== hash) continue;
      const entity = held.at((cells[at + 1] ?? 0) - 1);
      if (entity !== undefined && held.idOf(entity) === id) return entity;
    }
    return undefined;
  }

  /** There must be room: see {@link fitted}. */
  enter(hash: number, id: string, slot: number): void {
    if (this.#alike !== undefined) {
      this.#alike.enter(id, slot);
      return;
    }
    const alike = this.#put(this.#isWide ? widened(hash, id) : hash, slot);
    if (alike > (this.#isWide ? MOST_ALIKE_WIDENED : MOST_ALIKE)) this.#hasTooManyAlike = true;
  }

  release(): void {
    this.#released += 1;
  }

  /**
   * These cells, or others without the ids that the table does not hold. `isSpread`: the table holds most of what is
   * in the directory, so there is no need to look.
   */
  fitted<Entity extends object>(held: Held<Entity>, isSpread: boolean): IdCells {
    if (this.#alike !== undefined) {
      const alike = this.#alike.fitted('', held, this.#alike.count >> 1);
      return alike === this.#alike ? this : new IdCells(this.bits, 0, true, alike);
    }
    if (this.#hasTooManyAlike) return this.#isWide ? this.asAlike(held) : this.#asWide(held);
    const { isFull } = this;
    if (this.#released * 2 > this.#used + LEAST_CELLS || (isFull && !isSpread)) {
      this.#released = 0;
      const heldHere = this.#countHeld(held);
      if (heldHere * 4 < this.#used * 3) return this.#onlyHeld(held, heldHere);
    }
    if (isFull && this.#cells.length < MOST_CELLS * 2) this.#grow();
    return this;
  }

  /** How many slots are entered. */
  get count(): number {
    return this.#alike?.count ?? this.#used;
  }

  /** Whether one more would be too many: {@link divided} then makes room. */
  get isFull(): boolean {
    return this.#alike === undefined && this.#used >= (this.#cells.length >> 1) * FULL - 1;
  }

  /** The same entries in two, by the next bit of the hash. */
  divided(): readonly [IdCells, IdCells] {
    const isHigh = (hash: number) => ((hash >>> (31 - this.bits)) & 1) === 1;
    let count = 0;
    this.#visit((hash) => {
      if (isHigh(hash)) count += 1;
    });
    // Not half in each where ids are alike: all may be in one.
    const low = new IdCells(this.bits + 1, this.#used - count, this.#isWide);
    const high = new IdCells(this.bits + 1, count, this.#isWide);
    this.#visit((hash, slot) => void (isHigh(hash) ? high : low).#put(hash, slot));
    return [low, high];
  }

  /** A native map instead of the cells, for ids that no bit of the hash tells apart. */
  asAlike<Entity extends object>(held: Held<Entity>): IdCells {
    const alike = new FewIds();
    this.#visit((_, slot) => {
      const entity = held.at(slot);
      if (entity !== undefined) alike.enter(held.idOf(entity), slot);
    });
    return new IdCells(this.bits, 0, true, alike);
  }

  /** The same with more of each id in its hash. */
  #asWide<Entity extends object>(held: Held<Entity>): IdCells {
    const cells = new IdCells(this.bits, this.#used, true);
    this.#visit((_, slot) => {
      const entity = held.at(slot);
      if (entity === undefined) return;
      const id = held.idOf(entity);
      cells.enter(hashOf(id), id, slot);
    });
    return cells;
  }

  #onlyHeld(held: Slots<object>, count: number): IdCells {
    const cells = new IdCells(this.bits, count, this.#isWide);
    this.#visit((hash, slot) => {
      if (held.at(slot) !== undefined) cells.#put(hash, slot);
    });
    return cells;
  }

  #countHeld(held: Slots<object>): number {
    let count = 0;
    this.#visit((_, slot) => {
      if (held.at(slot) !== undefined) count += 1;
    });
    return count;
  }

  #grow(): void {
    const before = this.#cells;
    this.#cells = new Int32Array(before.length * 2);
    this.#used = 0;
    visitCells(before, (hash, slot) => void this.#put(hash, slot));
  }

  #visit(visit: (hash: number, slot: number) => void): void {
    visitCells(this.#cells, visit);
  }

  /** @returns how many of the same hash it passed. */
  #put(hash: number, slot: number): number {
    const cells = this.#cells;
    const mask = cells.length - 1;
    let alike = 0;
    let at = (hash << 1) & mask;
    for (; cells[at + 1] !== 0; at = (at + 2) & mask) if (cells[at] === hash) alike += 1;
    cells[at] = hash;
    cells[at + 1] = slot + 1;
    this.#used += 1;
    return alike;
  }
}

function visitCells(cells: Int32Array, visit: (hash: number, slot: number) => void): void {
  for (let at = 0; at < cells.length; at += 2) {
    const slot = cells[at + 1] ?? 0;
    if (slot !== 0) visit(cells[at] ?? 0, slot - 1);
  }
}
