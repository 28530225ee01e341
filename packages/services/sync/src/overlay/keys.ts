import { isArray } from '@statehouse/kernel';
import type { DocumentState, Effect, Referrer, Row, RowWrite, TableShape } from '@statehouse/ot';
import { NOT_HELD, uniqueKey } from '@statehouse/ot';

/**
 * What an operation's outcome can depend on, as text: an entity, the list of those that refer to it, or a unique key.
 * Two operations with no key in common cannot influence each other.
 */
export function entityKey(table: string, id: string): string {
  return `e\u0000${table}\u0000${id}`;
}

function referrersKey(table: string, id: string): string {
  return `r\u0000${table}\u0000${id}`;
}

function holderKey(table: string, index: string, key: string): string {
  return `u\u0000${table}\u0000${index}\u0000${key}`;
}

/** The entity that a key names, or undefined for the other kinds of keys. */
export function entityOfKey(key: string): { readonly table: string; readonly id: string } | undefined {
  if (key.charCodeAt(0) !== 101) return undefined;
  const end = key.indexOf('\u0000', 2);
  return { table: key.slice(2, end), id: key.slice(end + 1) };
}

/** Adds the keys that writing a row touches: the entity, old and new targets of its references, its unique keys. */
function addRowKeys(keys: Set<string>, shape: TableShape, row: Row | undefined): void {
  if (row === undefined) return;
  for (const { field, target } of shape.references) {
    const value = row[field];
    if (typeof value === 'string') keys.add(referrersKey(target, value));
    else if (isArray(value))
      for (const one of value) if (typeof one === 'string') keys.add(referrersKey(target, one));
  }
  if (shape.order === 'tree' && typeof row.parent === 'string')
    keys.add(referrersKey(shape.name, row.parent));
  for (const index of shape.uniques) {
    const key = uniqueKey(index, row);
    if (key !== undefined) keys.add(holderKey(shape.name, index.name, key));
  }
}

/** The keys that an effect touches, given the states before and after it. */
export function keysOfEffect(effect: Effect, before: DocumentState, after: DocumentState): Set<string> {
  const keys = new Set<string>();
  for (const { table, id } of effect) {
    keys.add(entityKey(table, id));
    const shape = before.shape(table);
    if (shape === undefined) continue;
    addRowKeys(keys, shape, heldRow(before, table, id));
    addRowKeys(keys, shape, heldRow(after, table, id));
  }
  return keys;
}

export function heldRow(state: DocumentState, table: string, id: string): Row | undefined {
  const row = state.get(table, id);
  return row === NOT_HELD ? undefined : row;
}

/**
 * A state that notes the key of all that is read from it and written to it, for one application of one operation:
 * `with` moves this observer to the next state instead of making another.
 */
export class ObservedState<State extends DocumentState> implements DocumentState {
  readonly keys = new Set<string>();
  #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  shape(table: string): TableShape | undefined {
    return this.#state.shape(table);
  }

  get(table: string, id: string): Row | undefined | typeof NOT_HELD {
    this.keys.add(entityKey(table, id));
    return this.#state.get(table, id);
  }

  referrers(table: string, id: string): Iterable<Referrer> {
    this.keys.add(referrersKey(table, id));
    return this.#state.referrers(table, id);
  }

  holder(table: string, index: string, key: string): string | undefined {
    this.keys.add(holderKey(table, index, key));
    return this.#state.holder(table, index, key);
  }

  with(writes: readonly RowWrite[]): this {
    for (const { table, id, row } of writes) {
      this.keys.add(entityKey(table, id));
      const shape = this.#state.shape(table);
      if (shape === undefined) continue;
      addRowKeys(this.keys, shape, heldRow(this.#state, table, id));
      addRowKeys(this.keys, shape, row);
    }
    this.#state = this.#state.with(writes);
    return this;
  }
}
