import type { DocumentConflict, RefusedOperation } from '@statehouse/sync';

/** A conflict in the words of the room that it happened in. */
export interface ConflictDescription {
  /** What happened, in a sentence. */
  readonly reason: string;
  /** What this person wrote. */
  readonly mine: string;
  /** What stands there instead, as far as it can be told. */
  readonly theirs?: string | undefined;
  /** Puts this person's work in its place after all; absent where that has no meaning any more. */
  readonly take?: (() => void) | undefined;
}

/** What a room knows about its conflicts; what it leaves open, the panel says in general words. */
export interface RoomConflicts {
  /** Conflicts with the same key are one to a person (a dragged thing loses both of its coordinates); else its own. */
  readonly groupOf?: (conflict: DocumentConflict) => string | undefined;
  /** Undefined: the panel finds the words. `group` are all that are one with it, itself included. */
  readonly describe?: (
    conflict: DocumentConflict,
    group?: readonly DocumentConflict[],
  ) => ConflictDescription | undefined;
  /** How to do again what was refused; undefined: it cannot be. */
  readonly retry?: (refused: RefusedOperation) => (() => void) | undefined;
}

/** Own work that was lost or refused, as the panel shows it. */
export interface ConflictView extends ConflictDescription {
  readonly key: string;
  readonly kind: 'conflict' | 'refused';
  /** Who wrote what stands there now, if it is known. */
  readonly who: string | undefined;
  readonly timeMs: number | undefined;
  /** Does it again, where that is possible. */
  readonly retry: (() => void) | undefined;
  readonly dismiss: () => void;
}
