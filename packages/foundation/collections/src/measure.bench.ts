/** The time of the fastest of several runs: what the code costs where nothing else disturbs it. */
export function fastestMs(repeats: number, run: () => unknown): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let count = 0; count < repeats; count += 1) {
    const start = performance.now();
    run();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

/** Bytes on the heap after a collection; without `node --expose-gc` garbage counts too. */
export function heapUsedBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
