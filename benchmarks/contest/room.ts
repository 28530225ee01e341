const GIGABYTE = 2 ** 30;
const LARGE_N = 10_000_000;
const LARGE_N_FREE_GB = 12;

/** Why a size is not measured on a machine with so much free memory; undefined if it is. */
export function reasonToRefuse(n: number, freeBytes: number): string | undefined {
  const freeGb = freeBytes / GIGABYTE;
  if (n < LARGE_N || freeGb >= LARGE_N_FREE_GB) return undefined;
  return `wants ${LARGE_N_FREE_GB} GB of free memory, and here are ${Math.floor(freeGb * 10) / 10}: left out`;
}

/** The largest heap a contender may have, in megabytes; a goal says that ten million entities fit into eight gigabytes. */
export function heapMbFor(n: number): number {
  return n >= LARGE_N ? 8_000 : 6_000;
}
