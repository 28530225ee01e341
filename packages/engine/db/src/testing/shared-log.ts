import { apply, type Operation } from '@statehouse/ot';
import type { Committed, DocumentEvent, DocumentLog } from '../document-log.ts';
import { EventQueue } from '../event-queue.ts';
import type { Schema } from '../schema.ts';
import { emptySnapshot, type Snapshot } from '../snapshot.ts';

/** One log that several people edit without delay: what is local to one is remote to the others. */
export class SharedLog<S extends Schema> {
  readonly #events = new EventQueue<{ readonly client: string; readonly event: DocumentEvent<S> }>();
  readonly #sequences = new Map<string, number>();
  snapshot: Snapshot<S>;

  constructor(schema: S) {
    this.snapshot = emptySnapshot(schema);
  }

  /** The log as one person sees it. */
  as(client: string): DocumentLog<S> {
    const snapshot = (): Snapshot<S> => this.snapshot;
    return {
      get snapshot() {
        return snapshot();
      },
      commit: (operation) => this.#commit(client, operation),
      subscribe: (listener) =>
        this.#events.subscribe(({ client: author, event }) => {
          listener(author === client ? event : { ...event, cause: 'remote' });
        }),
    };
  }

  #commit(client: string, operation: Operation): Committed {
    const before = this.snapshot;
    const sequence = (this.#sequences.get(client) ?? 0) + 1;
    this.#sequences.set(client, sequence);
    const { state, effect, conflicts } = apply(before, operation, { client, sequence });
    this.snapshot = state;
    this.#events.tell({ client, event: { cause: 'local', before, after: state, effect } });
    return { effect, conflicts };
  }
}
