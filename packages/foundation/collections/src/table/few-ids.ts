import { itemAt } from '../item-at.ts';
import type { Held, IdDirectory, Slots } from './id-directory.ts';

/** How many slots may be nobody's before it matters. */
const SPARE = 1_024;

/**
 * A directory in one native map: the quickest way from a string to anything, until the engine needs tens of
 * milliseconds to make room in it.
 */
export class FewIds implements IdDirectory {
  /** The slot of an id; where it has had several, −1 − their place in {@link #several}. Numbers only: so they are read quicker. */
  readonly #slots = new Map<string, number>();
  /** The slots of ids that were deleted and came back, the newest last. */
  readonly #several: number[][] = [];
  #count = 0;

  /** How many slots are entered, whether or not anybody holds them. */
  get count(): number {
    return this.#count;
  }

  slotOf<Entity extends object>(id: string, held: Held<Entity>): number {
    const slot = this.#slots.get(id);
    if (slot === undefined) return -1;
    if (slot < 0) return newestHeld(itemAt(this.#several, -1 - slot), held);
    return held.at(slot) === undefined ? -1 : slot;
  }

  find<Entity extends object>(id: string, held: Held<Entity>): Entity | undefined {
    const slot = this.#slots.get(id);
    if (slot === undefined) return undefined;
    if (slot >= 0) return held.at(slot);
    const newest = newestHeld(itemAt(this.#several, -1 - slot), held);
    return newest === -1 ? undefined : held.at(newest);
  }

  enter(id: string, slot: number): void {
    const before = this.#slots.get(id);
    this.#count += 1;
    if (before === undefined) this.#slots.set(id, slot);
    else if (before < 0) itemAt(this.#several, -1 - before).push(slot);
    else this.#slots.set(id, -this.#several.push([before, slot]));
  }

  release(): void {}

  fitted<Entity extends object>(_id: string, held: Held<Entity>, size: number): FewIds {
    return this.#count > 2 * size + SPARE ? this.#onlyHeld(held) : this;
  }

  #onlyHeld<Entity extends object>(held: Held<Entity>): FewIds {
    const directory = new FewIds();
    for (const id of this.#slots.keys()) {
      const slot = this.slotOf(id, held);
      if (slot !== -1) directory.enter(id, slot);
    }
    return directory;
  }
}

/** A function of its own: one that makes a closure costs its caller memory at each call, made or not. */
function newestHeld(slots: readonly number[], held: Slots<object>): number {
  return slots.findLast((slot) => held.at(slot) !== undefined) ?? -1;
}
