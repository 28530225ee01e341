import type { Effect } from '@statehouse/ot';
import { EntityMap } from '../entity-map.ts';
import type { Ownership } from './revert-step.ts';
import type { Step } from './step.ts';

interface EntityRecord {
  /** How many effects in the steps held name the entity. */
  uses: number;
  /** The event at which an ordinary transaction of this person made it; undefined: none did. */
  madeAt: number | undefined;
  /** The event at which somebody else changed it last; −1: never. */
  touchedAt: number;
}

/** Keeps who made and who changed the entities that the held steps inserted or deleted, and no others. */
export class Others implements Ownership {
  readonly #records = new EntityMap<EntityRecord>();

  touchedSince(table: string, id: string, tick: number): boolean {
    const record = this.#records.get(table, id);
    return record === undefined || record.touchedAt > tick;
  }

  isOwnSince(table: string, id: string, tick: number): boolean {
    const record = this.#records.get(table, id);
    return record?.madeAt !== undefined && record.madeAt > tick && record.touchedAt === -1;
  }

  /** Somebody else's effect, at the event counted `tick`. */
  touch(effect: Effect, tick: number): void {
    if (this.#records.size === 0) return;
    for (const { table, id } of effect) {
      const record = this.#records.get(table, id);
      if (record !== undefined) record.touchedAt = tick;
    }
  }

  /** An own effect that a step holds from now on. `madeAt`: the event of an ordinary transaction, not an undo or redo. */
  hold(effect: Effect, madeAt: number | undefined): void {
    for (const { table, id, kind } of effect) {
      if (kind === 'modify') continue;
      const record = this.#records.get(table, id);
      if (record === undefined) {
        this.#records.set(table, id, {
          uses: 1,
          madeAt: kind === 'insert' ? madeAt : undefined,
          touchedAt: -1,
        });
      } else {
        record.uses += 1;
        if (madeAt !== undefined && kind === 'insert') Object.assign(record, { madeAt, touchedAt: -1 });
      }
    }
  }

  /** A step that is held no longer. */
  release(step: Step): void {
    for (const { effect } of step.deeds) {
      for (const { table, id, kind } of effect) {
        const record = this.#records.get(table, id);
        if (kind === 'modify' || record === undefined) continue;
        record.uses -= 1;
        if (record.uses === 0) this.#records.delete(table, id);
      }
    }
  }
}
