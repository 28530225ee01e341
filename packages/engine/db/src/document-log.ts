import type { Conflict, Effect, Operation } from '@statehouse/ot';
import type { Schema } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/** What changed in what views see, and why. */
export interface DocumentEvent<S extends Schema = Schema> {
  /** `local`: this replica's own transaction. `remote`: someone else's. `rollback`: an own operation was refused or answered otherwise than predicted. */
  readonly cause: 'local' | 'remote' | 'rollback';
  readonly before: Snapshot<S>;
  readonly after: Snapshot<S>;
  /**
   * The change in visible coordinates: applied to `before` it gives `after`. Text deltas are exact wherever they
   * are known. What arrived together is told together: then an entity may occur several times, in order.
   */
  readonly effect: Effect;
}

export interface Committed {
  readonly effect: Effect;
  readonly conflicts: readonly Conflict[];
}

/**
 * Where a document's transactions go: its own log (a local database), or the sync client (confirmed + pending).
 * The same transactions run over either.
 *
 * Law: `commit` takes effect in `snapshot` before it returns and emits exactly one `local` event if anything
 * changed, whose `effect` is the very object that `commit` returns; listeners run after the state has changed and may
 * commit again. Events reach every listener in the order of the changes, each from the `after` of the one before:
 * what a listener commits is told after the event under way. When all are told, the last `after` is `snapshot`.
 */
export interface DocumentLog<S extends Schema = Schema> {
  readonly snapshot: Snapshot<S>;
  commit(operation: Operation): Committed;
  subscribe(listener: (event: DocumentEvent<S>) => void): () => void;
}
