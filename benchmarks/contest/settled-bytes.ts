/** What the heap and the buffers outside it hold once everything that can be collected has been. */
export function settledBytes(): number {
  for (let pass = 0; pass < 3; pass += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
