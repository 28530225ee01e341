const PRIME = 0x9e3779b1;
const OTHER_PRIME = 0x85ebca6b;
/** The units that {@link hashOf} looks at. */
const LAST = 6;
/** Bits of a hash that {@link widened} leaves as they are. */
const KEPT = 0xfffe0000;

/**
 * Where an id belongs: 32 bits of its length and its last six units, where most ids differ. In JavaScript to read a
 * unit costs as much as to read a cell, so it looks at no more unless it has to: {@link widened}.
 */
export function hashOf(id: string): number {
  const { length } = id;
  let hash = length;
  if (length < LAST) {
    for (let index = 0; index < length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), PRIME);
  } else {
    hash ^= id.charCodeAt(length - 5) | (id.charCodeAt(length - 6) << 8);
    hash = Math.imul(hash, OTHER_PRIME);
    hash = Math.imul(
      hash ^
        (hash >>> 15) ^
        (id.charCodeAt(length - 1) |
          (id.charCodeAt(length - 2) << 8) |
          (id.charCodeAt(length - 3) << 16) |
          (id.charCodeAt(length - 4) << 24)),
      PRIME,
    );
  }
  hash = Math.imul(hash ^ (hash >>> 15), PRIME);
  return hash ^ (hash >>> 13);
}

/**
 * The same hash in its leading 15 bits, and with four more units in the others: for ids that are alike at their end. Ids
 * that differ only elsewhere still collide, and are told apart by other means.
 */
export function widened(hash: number, id: string): number {
  const { length } = id;
  if (length <= LAST) return hash;
  const start = Math.max(0, length - LAST - 2);
  let more = id.charCodeAt(start) ^ (id.charCodeAt(start + 1) << 8);
  more ^= (id.charCodeAt(length >> 1) << 16) ^ (id.charCodeAt(length >> 2) << 24);
  more = Math.imul(hash ^ more, OTHER_PRIME);
  more = Math.imul(more ^ (more >>> 15), PRIME);
  return (hash & KEPT) | ((more ^ (more >>> 13)) & ~KEPT);
}
