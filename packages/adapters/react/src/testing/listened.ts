import type { Document, Schema } from '@statehouse/db';

/** A document that counts who listens to it, now and ever. */
export function listened<S extends Schema>(database: Document<S>) {
  const seen = { subscriptions: 0, listening: 0 };
  const counted = (stop: () => void) => {
    seen.subscriptions += 1;
    seen.listening += 1;
    return () => {
      seen.listening -= 1;
      stop();
    };
  };
  const document: Pick<Document<S>, 'schema' | 'snapshot' | 'subscribe' | 'subscribeTo'> = {
    schema: database.schema,
    get snapshot() {
      return database.snapshot;
    },
    subscribe: (listener) => counted(database.subscribe(listener)),
    subscribeTo: (table, id, listener) => counted(database.subscribeTo(table, id, listener)),
  };
  return { database, document, seen };
}
