import type { Document } from '../document.ts';
import { EventQueue } from '../event-queue.ts';
import type { Schema, TableName } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';

/** What is to be seen of a document: the present, or the past that is shown. */
export type ShownSnapshot<S extends Schema> =
  | { readonly kind: 'live' }
  | { readonly kind: 'past'; readonly state: Snapshot<S> };

/** What a view needs of the document that it shows. */
export type ViewedDocument<S extends Schema> = Pick<
  Document<S>,
  'schema' | 'snapshot' | 'subscribe' | 'subscribeTo' | 'transact'
>;

/**
 * A document as its views see it: hand it to hooks and live queries in the place of the document. While the past is
 * shown it reads as it was then; what is transacted through it goes to the present, as everything does.
 */
export interface DocumentView<S extends Schema> {
  readonly schema: S;
  readonly snapshot: Snapshot<S>;
  readonly transact: Document<S>['transact'];
  /** Hears when what is shown is another snapshot. Returns the way to stop. */
  subscribe(changed: () => void): () => void;
  /** Hears when one entity of what is shown is another one, or has gone. */
  subscribeTo(table: TableName<S>, id: string, changed: () => void): () => void;
}

/** What changed for views when another time is shown. */
interface Move<S extends Schema> {
  readonly before: Snapshot<S>;
  readonly after: Snapshot<S>;
}

/**
 * The view of a document, with the hand that moves it through time.
 *
 * Invariant: what a listener was last told of is `snapshot`. In the present that is the document's affair; only moves
 * are told here, to those whose entity is another one there.
 */
export class MovingView<S extends Schema> implements DocumentView<S> {
  readonly schema: S;
  readonly transact: Document<S>['transact'];
  readonly #document: ViewedDocument<S>;
  readonly #moves = new EventQueue<Move<S>>();
  #shown: ShownSnapshot<S> = { kind: 'live' };

  constructor(document: ViewedDocument<S>) {
    this.schema = document.schema;
    this.#document = document;
    this.transact = (edit, options) => document.transact(edit, options);
  }

  get snapshot(): Snapshot<S> {
    return this.#shown.kind === 'past' ? this.#shown.state : this.#document.snapshot;
  }

  show(shown: ShownSnapshot<S>): void {
    const before = this.snapshot;
    this.#shown = shown;
    const after = this.snapshot;
    if (after !== before) this.#moves.tell({ before, after });
  }

  subscribe(changed: () => void): () => void {
    return this.#either(this.#document.subscribe(this.#inPresent(changed)), () => changed());
  }

  subscribeTo(table: TableName<S>, id: string, changed: () => void): () => void {
    const stop = this.#document.subscribeTo(table, id, this.#inPresent(changed));
    return this.#either(stop, ({ before, after }) => {
      if (before.get(table, id) !== after.get(table, id)) changed();
    });
  }

  #inPresent(changed: () => void): () => void {
    return () => {
      if (this.#shown.kind === 'live') changed();
    };
  }

  #either(stopDocument: () => void, moved: (move: Move<S>) => void): () => void {
    const stopMoves = this.#moves.subscribe(moved);
    return () => {
      stopDocument();
      stopMoves();
    };
  }
}
