import type { Operation } from '@statehouse/ot';
import type { Committed, DocumentEvent, DocumentLog } from './document-log.ts';
import type { Schema } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Stands between an operation and the log: commits it, or another that is as well-formed, once; or throws, and nothing
 * has happened.
 */
export type CommitGuard = (operation: Operation, commit: (operation: Operation) => Committed) => Committed;

/** A log whose commits go through a guard, if one is set. */
export class GuardedLog<S extends Schema> implements DocumentLog<S> {
  readonly #log: DocumentLog<S>;
  #guard: CommitGuard | undefined;

  constructor(log: DocumentLog<S>) {
    this.#log = log;
  }

  get snapshot(): Snapshot<S> {
    return this.#log.snapshot;
  }

  commit(operation: Operation): Committed {
    const log = this.#log;
    return this.#guard === undefined
      ? log.commit(operation)
      : this.#guard(operation, (given) => log.commit(given));
  }

  subscribe(listener: (event: DocumentEvent<S>) => void): () => void {
    return this.#log.subscribe(listener);
  }

  intercept(guard: CommitGuard): () => void {
    this.#guard = guard;
    return () => {
      if (this.#guard === guard) this.#guard = undefined;
    };
  }
}
