/** The median time of several runs, after one that warms up. */
export function medianMs(repeats: number, run: () => unknown): number {
  run();
  const times = Array.from({ length: repeats }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[repeats >>> 1] ?? Number.NaN;
}

/** Bytes on the heap after a collection; without `node --expose-gc` garbage counts too. */
export function heapUsedBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
