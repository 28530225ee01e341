import type { DocumentEvent } from './document-log.ts';
import type { Schema } from './schema.ts';

type Listener<S extends Schema> = (event: DocumentEvent<S>) => void;

/** Listeners by entity. An event costs as much as it has entities, however many listeners there are. */
export class EntityListeners<S extends Schema> {
  readonly #byTable = new Map<string, Map<string, Set<Listener<S>>>>();

  add(table: string, id: string, listener: Listener<S>): () => void {
    const byId = this.#byTable.get(table) ?? new Map<string, Set<Listener<S>>>();
    this.#byTable.set(table, byId);
    const listeners = byId.get(id) ?? new Set<Listener<S>>();
    byId.set(id, listeners);
    const own: Listener<S> = (event) => listener(event);
    listeners.add(own);
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && byId.get(id) === listeners) byId.delete(id);
    };
  }

  /** Tells each listener once, however often the effect names its entity. */
  tell(event: DocumentEvent<S>): void {
    if (this.#byTable.size === 0) return;
    const told = new Set<Listener<S>>();
    for (const { table, id } of event.effect) {
      for (const listener of this.#byTable.get(table)?.get(id) ?? []) told.add(listener);
    }
    for (const listener of told) listener(event);
  }
}
