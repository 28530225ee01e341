/** Width of a bucket. Finer than any difference that matters here. */
const BUCKET_MS = 0.1;

/** Latencies counted by tenths of a millisecond, as plain JSON: processes send them to each other. */
export type LatencyCounts = readonly (readonly [bucket: number, count: number])[];

/** Counts latencies. */
export class Latencies {
  readonly #counts = new Map<number, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add(ms: number, count = 1): void {
    const bucket = Math.max(0, Math.round(ms / BUCKET_MS));
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count);
    this.#total += count;
  }

  addAll(counts: LatencyCounts): void {
    for (const [bucket, count] of counts) this.add(bucket * BUCKET_MS, count);
  }

  toJSON(): LatencyCounts {
    return [...this.#counts];
  }

  /** In milliseconds, by nearest rank; NaN if there are none. */
  quantile(share: number): number {
    let rank = Math.ceil(share * this.#total);
    for (const [bucket, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      rank -= count;
      if (rank <= 0) return bucket * BUCKET_MS;
    }
    return Number.NaN;
  }
}
