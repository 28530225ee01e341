import { drawInt, seededRandom } from '@statehouse/kernel/testing';
import type { Entity } from './entity.ts';

/** So many that reading them in turns is reading at random: what the last sample read has left the caches. */
const POOL = 1_000_000;

/**
 * Distinct ids in random order, at most a million, as an application holds them: half are the very strings of their
 * entities (as in a list made from them), half are equal strings made separately (as from an address, an attribute, a
 * reference in other data).
 */
export function heldIds(entities: readonly Entity[], name: string): readonly string[] {
  return ownAndForeign(drawDistinct(entities, Math.min(entities.length, POOL), name).map(({ id }) => id));
}

/** Every second id replaced by an equal string of its own. */
export function ownAndForeign(ids: readonly string[]): readonly string[] {
  const foreign = parseIds(JSON.stringify(ids));
  return ids.map((id, index) => (index % 2 === 0 ? id : (foreign[index] ?? id)));
}

/** `count` different items, in random order. */
export function drawDistinct<Item>(items: readonly Item[], count: number, name: string): Item[] {
  const random = seededRandom(7, name);
  const drawn: Item[] = [];
  const taken = new Set<number>();
  // A shuffle of all where most are wanted; drawing again on a hit where few are.
  const shuffled = count * 2 > items.length ? shuffledIndexes(items.length, name) : undefined;
  while (drawn.length < count) {
    const index = shuffled?.[drawn.length] ?? drawInt(random, items.length);
    if (taken.has(index)) continue;
    taken.add(index);
    const item = items[index];
    if (item !== undefined) drawn.push(item);
  }
  return drawn;
}

function shuffledIndexes(length: number, name: string): Uint32Array {
  const random = seededRandom(11, name);
  const indexes = Uint32Array.from({ length }, (_, index) => index);
  for (let index = length - 1; index > 0; index -= 1) {
    const other = drawInt(random, index + 1);
    const held = indexes[index] ?? 0;
    indexes[index] = indexes[other] ?? 0;
    indexes[other] = held;
  }
  return indexes;
}

function parseIds(text: string): readonly string[] {
  return JSON.parse(text);
}
