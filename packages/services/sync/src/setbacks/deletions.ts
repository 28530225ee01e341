import type { EntityEffect } from '@statehouse/ot';
import { entityKey } from '../overlay/keys.ts';
import type { Winner } from './winner.ts';

/** Deletions that are remembered; the oldest goes first. */
const MAX_DELETIONS = 2_000;

/** Who has deleted what, of late, as far as it is not there again. */
export class Deletions {
  readonly #by = new Map<string, Winner>();

  /** `by` undefined: this client itself, which needs not be told. */
  taken(item: EntityEffect, by: Winner | undefined): void {
    if (item.kind === 'modify') return;
    const key = entityKey(item.table, item.id);
    this.#by.delete(key);
    if (item.kind === 'insert' || by === undefined) return;
    this.#by.set(key, by);
    const [oldest] = this.#by.keys();
    if (this.#by.size > MAX_DELETIONS && oldest !== undefined) this.#by.delete(oldest);
  }

  of(table: string, id: string): Winner | undefined {
    return this.#by.get(entityKey(table, id));
  }
}
