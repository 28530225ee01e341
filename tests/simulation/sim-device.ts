import type { KeyValueStore, KeyValueWrite } from '@statehouse/storage';

/** A device's storage: a write is atomic, and on the disk only when it is told so. */
export class SimDevice implements KeyValueStore {
  readonly #disk = new Map<string, string>();

  async get(key: string): Promise<string | undefined> {
    return this.#disk.get(key);
  }

  async range(from: string, to: string): Promise<readonly (readonly [string, string])[]> {
    return [...this.#disk].filter(([key]) => key >= from && key < to).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  async write(writes: readonly KeyValueWrite[]): Promise<void> {
    this.commit(writes);
  }

  async close(): Promise<void> {}

  /** The moment at which a write is on the disk. A crash before it leaves nothing of the write. */
  commit(writes: readonly KeyValueWrite[]): void {
    for (const { key, value } of writes) {
      if (value === undefined) this.#disk.delete(key);
      else this.#disk.set(key, value);
    }
  }
}
