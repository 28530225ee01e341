import { type Box, overlaps } from '../plane/geometry.ts';

/** Side of a cell, in board units. */
const CELL = 512;
/** What covers more cells than this is looked at in every question. */
const MOST_CELLS = 256;

interface Kept {
  readonly box: Box;
  readonly cells: readonly string[] | 'everywhere';
}

/**
 * Which things lie where: a grid of cells with the things that touch them.
 *
 * Invariant: a thing stands in exactly the cells that its box touches, or in `everywhere` if those are too many.
 */
export class GridIndex<Thing> {
  readonly #cells = new Map<string, Set<Thing>>();
  readonly #everywhere = new Set<Thing>();
  readonly #kept = new Map<Thing, Kept>();

  get size(): number {
    return this.#kept.size;
  }

  put(thing: Thing, box: Box): void {
    const known = this.#kept.get(thing);
    const cells = cellsOf(box);
    if (known !== undefined) {
      if (sameCells(known.cells, cells)) {
        this.#kept.set(thing, { box, cells: known.cells });
        return;
      }
      this.delete(thing);
    }
    this.#kept.set(thing, { box, cells });
    if (cells === 'everywhere') this.#everywhere.add(thing);
    else for (const cell of cells) this.#cellOf(cell).add(thing);
  }

  delete(thing: Thing): void {
    const known = this.#kept.get(thing);
    if (known === undefined) return;
    this.#kept.delete(thing);
    if (known.cells === 'everywhere') {
      this.#everywhere.delete(thing);
      return;
    }
    for (const key of known.cells) {
      const cell = this.#cells.get(key);
      cell?.delete(thing);
      if (cell?.size === 0) this.#cells.delete(key);
    }
  }

  boxOf(thing: Thing): Box | undefined {
    return this.#kept.get(thing)?.box;
  }

  /** Everything whose box touches `box`, in no order. */
  query(box: Box): Set<Thing> {
    const found = new Set<Thing>();
    const cells = cellsOf(box);
    // A question about all of the board is quicker over the things than over the cells.
    if (cells === 'everywhere' || cells.length > this.#cells.size) {
      for (const [thing, kept] of this.#kept) if (overlaps(kept.box, box)) found.add(thing);
      return found;
    }
    for (const thing of this.#everywhere) this.#addIfTouching(found, thing, box);
    for (const key of cells) {
      for (const thing of this.#cells.get(key) ?? []) this.#addIfTouching(found, thing, box);
    }
    return found;
  }

  #addIfTouching(found: Set<Thing>, thing: Thing, box: Box): void {
    const kept = this.#kept.get(thing);
    if (kept !== undefined && overlaps(kept.box, box)) found.add(thing);
  }

  #cellOf(key: string): Set<Thing> {
    const cell = this.#cells.get(key) ?? new Set<Thing>();
    this.#cells.set(key, cell);
    return cell;
  }
}

function cellsOf({ x, y, width, height }: Box): readonly string[] | 'everywhere' {
  const [left, top] = [Math.floor(x / CELL), Math.floor(y / CELL)];
  const [right, bottom] = [Math.floor((x + width) / CELL), Math.floor((y + height) / CELL)];
  const count = (right - left + 1) * (bottom - top + 1);
  if (!(count <= MOST_CELLS)) return 'everywhere';
  const cells: string[] = [];
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) cells.push(`${column},${row}`);
  }
  return cells;
}

function sameCells(one: Kept['cells'], other: Kept['cells']): boolean {
  if (one === 'everywhere' || other === 'everywhere') return one === other;
  return one.length === other.length && one[0] === other[0] && one.at(-1) === other.at(-1);
}
