/** How a transaction is recorded. */
export interface TransactOptions {
  /** Names the operation, for preconditions and for people; a named operation is never composed with others. */
  readonly name?: string;
  /** False: undo passes over it, as over other people's edits. True unless said otherwise. */
  readonly undoable?: boolean;
  /** Operations of one group are undone as one. */
  readonly group?: string;
  /**
   * True: what is too large for one operation (a large paste) becomes several under one group, each atomic by itself.
   * Otherwise it is refused.
   */
  readonly split?: boolean;
}
