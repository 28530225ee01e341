import type { Held, IdDirectory } from './id-directory.ts';
import { itemIn, type SlotVector } from './slot-vector.ts';

/** How many slots may be nobody's before it matters. */
const SPARE = 1_024;

/**
 * A directory in one native map: the quickest way from a string to anything, until the engine needs tens of
 * milliseconds to make room in it.
 */
export class FewIds implements IdDirectory {
  /** An id that was deleted and came back has several slots, the newest last. */
  readonly #slots = new Map<string, number | number[]>();
  #count = 0;

  /** How many slots are entered, whether or not anybody holds them. */
  get count(): number {
    return this.#count;
  }

  slotOf<Entity extends object>(id: string, held: Held<Entity>): number {
    const slots = this.#slots.get(id);
    if (slots === undefined) return -1;
    if (typeof slots !== 'number') return newestHeld(slots, held);
    return isHeld(held, slots) ? slots : -1;
  }

  find<Entity extends object>(id: string, held: Held<Entity>): Entity | undefined {
    const slots = this.#slots.get(id);
    if (typeof slots === 'number') return itemIn<Entity>(held.root, held.shift, slots);
    if (slots === undefined) return undefined;
    return itemIn<Entity>(held.root, held.shift, newestHeld(slots, held));
  }

  enter(id: string, slot: number): void {
    const before = this.#slots.get(id);
    this.#count += 1;
    if (before === undefined) this.#slots.set(id, slot);
    else if (typeof before === 'number') this.#slots.set(id, [before, slot]);
    else before.push(slot);
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
function newestHeld(slots: readonly number[], held: SlotVector): number {
  return slots.findLast((slot) => isHeld(held, slot)) ?? -1;
}

function isHeld({ root, shift }: SlotVector, slot: number): boolean {
  return itemIn(root, shift, slot) !== undefined;
}
