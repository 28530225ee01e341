/** One change of a key-value store; `value` undefined deletes. */
export interface KeyValueWrite {
  readonly key: string;
  readonly value: string | undefined;
}

/** What a write may depend on: that a key holds this value; undefined that it holds none. */
export interface KeyValueCondition {
  readonly key: string;
  readonly value: string | undefined;
}

/**
 * The key-value port: what a client keeps on its device. Keys are ordered by UTF-16 code units; values are text.
 *
 * Law: `write` is atomic, and durable once its promise is fulfilled (strict durability where the store offers it);
 * writes of one store take effect in the order in which they were called, and a read sees the writes called before it.
 * A failed write changes nothing.
 */
export interface KeyValueStore {
  get(key: string): Promise<string | undefined>;
  /** Entries with `from <= key < to` in key order; the first `limit` of them where that is given, 1 or more. */
  range(from: string, to: string, limit?: number): Promise<readonly (readonly [string, string])[]>;
  /**
   * With a condition it happens only if that is so, looked at in the same transaction: whoever has lost the right to
   * write, and does not know it yet, changes nothing.
   *
   * @throws StatehouseError `storage/quota`, `storage/closed`, `storage/failed`, `storage/changed` (as a rejected promise)
   */
  write(writes: readonly KeyValueWrite[], onlyIf?: KeyValueCondition): Promise<void>;
  /** Ends use; waits for writes under way. */
  close(): Promise<void>;
}
