import { type Clock, type Random, randomId, systemClock, systemRandom } from '@statehouse/kernel';
import { createDocument, type Document, type DocumentOptions } from './document.ts';
import { createLocalLog, type LocalLog } from './local-log.ts';
import type { Schema } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/** A document together with the log that it is. */
export interface Database<S extends Schema> extends Document<S> {
  readonly log: LocalLog<S>;
}

/** Every part that is left out is the real one: system clock, strong randomness, a random client id. */
export interface DatabaseOptions<S extends Schema>
  extends Omit<DocumentOptions<S>, 'log' | 'random' | 'clock'> {
  readonly random?: Random;
  readonly clock?: Clock;
  /** Who edits; random unless given. */
  readonly client?: string;
  /** How many entries the log holds. */
  readonly historyLimit?: number;
  /** Where the document starts; empty unless given. */
  readonly snapshot?: Snapshot<S>;
}

/**
 * Makes a document that has no server: it is its own log. The same transactions run over a server later.
 * @example
 * const database = createDatabase({ schema });
 * const { value: id } = database.transact((tx) => tx.lists.insert({ name: 'Groceries' }));
 * database.transact((tx) => tx.items.insert({ list: id, note: 'Milk' }));
 * database.undo();
 */
export function createDatabase<S extends Schema>(options: DatabaseOptions<S>): Database<S> {
  const { random = systemRandom, clock = systemClock, client, historyLimit, snapshot, ...rest } = options;
  const log = createLocalLog({
    schema: options.schema,
    client: client ?? randomId(random),
    clock,
    ...(historyLimit === undefined ? {} : { limit: historyLimit }),
    ...(snapshot === undefined ? {} : { snapshot }),
  });
  const document = createDocument({ ...rest, log, random, clock });
  return Object.assign(document, { log });
}
