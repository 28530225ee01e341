/**
 * Something that can be read and says when it has changed.
 * Law: between two changes `read` answers with the same object. Both functions work without their object.
 */
export interface Source<Value> {
  readonly subscribe: (changed: () => void) => () => void;
  readonly read: () => Value;
  /** What the page held when it came from the server. */
  readonly readForPage: () => Value;
}
