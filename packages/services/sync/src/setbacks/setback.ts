import type { Json } from '@statehouse/kernel';
import type { Conflict, Operation } from '@statehouse/ot';

/** An own operation that the log refused: what it was, and why. */
export interface RefusedOperation {
  readonly sequence: number;
  readonly code: string;
  readonly message: string;
  readonly operation: Operation;
  /** When the log refused it, by the server's clock; 0 where that is not known. */
  readonly timeMs: number;
  /** Whose sequence it is, if not this tab's: a closed tab's, whose queue this one has sent. */
  readonly client?: string;
}

/**
 * Own work that took effect, and then gave way to somebody who had not seen it. Who had seen it and changed it all the
 * same has edited, and nothing is lost. Counters, sets and texts merge and are never overwritten.
 */
export interface LostWrite {
  /** `overwritten`: a field, a part of a JSON field, or the place. `deleted`: the entity in which it was written. */
  readonly kind: 'overwritten' | 'deleted';
  readonly table: string;
  readonly id: string;
  /** The field that was overwritten; absent for a place and for a deletion. */
  readonly field?: string;
  /** Present where the entity was moved: `lost` and `won` are places then, `{ parent, position }`. */
  readonly place?: true;
  /** Present where a part of a JSON field was overwritten: the object keys that lead to it. */
  readonly path?: readonly string[];
  /**
   * What was written: the value (null for a key that was removed), the place, or for a deletion the whole row as it
   * stood, `{ fields, place? }`, from which it can be inserted again.
   */
  readonly lost: Json;
  /** What stands there now; absent where nothing does. */
  readonly won?: Json;
}

/**
 * Own work that met the work of others and lost something: a part that did not take effect, or one that did and was
 * lost later. There is at most one lost write for each thing that can be overwritten, with the newest winner; it goes
 * by itself when the lost value stands there again, or when this client writes there again.
 */
export interface DocumentConflict {
  /** Unique in this replica. A newer winner makes it another one, so that nobody dismisses what was never shown. */
  readonly key: string;
  readonly version: number;
  /** By the server's clock; 0 where a snapshot stood in for the entry, which then nobody here has seen. */
  readonly timeMs: number;
  readonly conflict: Conflict | LostWrite;
  /** Who won, where it is known: the user, and the client that was used. */
  readonly author?: string;
  readonly client?: string;
}
