import type { Effect, Operation, Origin } from '@statehouse/ot';

/** What was put into a submission: immutable from then on, whatever arrives meanwhile. */
export interface SentForm {
  readonly operation: Operation;
  /** The confirmed version that the submission was formed at. */
  readonly base: number;
}

/** An own operation that the log has not answered yet. */
export interface Pending {
  readonly origin: Origin;
  /** In today's coordinates: carried over everything that was confirmed since it was made. */
  operation: Operation;
  /**
   * The confirmed version when it was made; undefined where that does not matter, because it can take nothing away, or
   * where an earlier format did not keep it.
   */
  readonly seen: number | undefined;
  /** Present once it belongs to a submission. */
  sent: SentForm | undefined;
  /** What it did when it was last applied; undefined: a lone text change that did just what it says. */
  predicted: Effect | undefined;
  /** What its outcome depends on (see keys.ts). */
  keys: ReadonlySet<string>;
}

/** Which pending operations depend on a key. */
export class KeyOwners {
  readonly #owners = new Map<string, Set<Pending>>();

  add(pending: Pending): void {
    for (const key of pending.keys) {
      const owners = this.#owners.get(key);
      if (owners === undefined) this.#owners.set(key, new Set([pending]));
      else owners.add(pending);
    }
  }

  remove(pending: Pending): void {
    for (const key of pending.keys) {
      const owners = this.#owners.get(key);
      owners?.delete(pending);
      if (owners?.size === 0) this.#owners.delete(key);
    }
  }

  of(key: string): ReadonlySet<Pending> | undefined {
    return this.#owners.get(key);
  }

  /** The keys and operations that are connected with `keys`, directly or through operations. `keys` grows. */
  closure(keys: Set<string>): Set<Pending> {
    const found = new Set<Pending>();
    for (const key of keys) {
      for (const pending of this.#owners.get(key) ?? []) {
        if (found.has(pending)) continue;
        found.add(pending);
        for (const other of pending.keys) keys.add(other);
      }
    }
    return found;
  }
}
