const PRIME = 0x9e3779b1;

/**
 * Where an id belongs: 32 bits of its length and of at most ten of its units, those at the end, where most ids differ,
 * and two before. JavaScript is too slow to look at all of them. Ids that differ only elsewhere collide, and are told
 * apart by other means.
 */
export function hashOf(id: string): number {
  const { length } = id;
  let hash = length;
  let index = 0;
  if (length > 10) {
    hash = Math.imul(hash ^ id.charCodeAt(length >> 2) ^ (id.charCodeAt(length >> 1) << 8), PRIME);
    index = length - 8;
  }
  for (; index < length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), PRIME);
  hash = Math.imul(hash ^ (hash >>> 15), PRIME);
  return hash ^ (hash >>> 13);
}
