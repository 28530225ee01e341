const PRIME = 0x9e3779b1;
const OTHER_PRIME = 0x85ebca6b;

/**
 * Where an id belongs: 32 bits of its length and of at most ten of its units, those at the end, where most ids differ,
 * and two before. JavaScript is too slow to look at all of them. Ids that differ only elsewhere collide, and are told
 * apart by other means.
 */
export function hashOf(id: string): number {
  const { length } = id;
  let hash = length;
  if (length < 8) {
    for (let index = 0; index < length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), PRIME);
  } else {
    hash = Math.imul(hash ^ fourUnits(id, length - 4), PRIME);
    hash = Math.imul(hash ^ (hash >>> 15) ^ fourUnits(id, length - 8), OTHER_PRIME);
    if (length > 16) hash ^= Math.imul(id.charCodeAt(length >> 1) ^ (id.charCodeAt(length >> 2) << 8), PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 15), PRIME);
  return hash ^ (hash >>> 13);
}

function fourUnits(id: string, start: number): number {
  return (
    id.charCodeAt(start) |
    (id.charCodeAt(start + 1) << 8) |
    (id.charCodeAt(start + 2) << 16) |
    (id.charCodeAt(start + 3) << 24)
  );
}
