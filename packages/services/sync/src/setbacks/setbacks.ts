import { type Conflict, ConflictKind, type Effect, type EntityEffect, type Operation } from '@statehouse/ot';
import type { DeliveredEntry } from '@statehouse/protocol';
import { entityKey } from '../overlay/keys.ts';
import { Deletions } from './deletions.ts';
import { followLoss, isLostWrite, isSameLoss } from './lost-write.ts';
import { namesIn, type OwnSlots } from './named-slots.ts';
import { type OwnEntity, OwnWrites } from './own-writes.ts';
import type { DocumentConflict, LostWrite, RefusedOperation } from './setback.ts';
import type { Winner } from './winner.ts';

/** Setbacks as a device keeps them, or as another queue leaves them. */
export interface KeptSetbacks {
  readonly conflicts: readonly DocumentConflict[];
  readonly refused: readonly RefusedOperation[];
}

/** Something that confirmed has taken, and who did it. */
interface Taken extends Winner {
  readonly version: number;
  readonly timeMs: number;
  readonly effect: Effect;
}

type OperationEntry = DeliveredEntry & { readonly kind: 'operation' };

/**
 * Own work that came to nothing, in whole or in part: kept until a person has dealt with it. It is told of every entry
 * in the order of the log, because what becomes of own work is seen only there.
 */
export class Setbacks {
  readonly #own: OwnWrites;
  readonly #deletions = new Deletions();
  #refused: readonly RefusedOperation[] = [];
  #conflicts: readonly DocumentConflict[] = [];
  #keys = { version: 0, given: 0 };

  /** `changed` hears of what is to be kept of own writes. */
  constructor(changed?: (table: string, id: string, entity: OwnEntity | undefined) => void) {
    this.#own = new OwnWrites(changed);
  }

  get refused(): readonly RefusedOperation[] {
    return this.#refused;
  }

  get conflicts(): readonly DocumentConflict[] {
    return this.#conflicts;
  }

  /** Takes back what was kept. */
  restore(kept: KeptSetbacks, own: readonly OwnEntity[]): void {
    this.#own.restore(own);
    this.add(kept);
  }

  /** Adds what is not here yet. */
  add({ conflicts, refused }: KeptSetbacks): void {
    const keys = new Set(this.#conflicts.map(({ key }) => key));
    const isHere = ({ sequence, client }: RefusedOperation): boolean =>
      this.#refused.some((one) => one.sequence === sequence && one.client === client);
    const newConflicts = conflicts.filter(({ key }) => !keys.has(key));
    const newRefused = refused.filter((one) => !isHere(one));
    if (newConflicts.length > 0) this.#conflicts = [...this.#conflicts, ...newConflicts];
    if (newRefused.length > 0) this.#refused = [...this.#refused, ...newRefused];
  }

  noteRefusal(refusal: RefusedOperation): void {
    this.#refused = [...this.#refused, refusal];
  }

  /** An own operation took effect; undefined: it is not known here any more. */
  confirmed(entry: OperationEntry, operation: Operation | undefined): void {
    this.wrote(entry, operation);
    for (const conflict of entry.conflicts) {
      const isMissing = conflict.kind === ConflictKind.EntityMissing;
      this.#note(conflict, entry, isMissing ? this.#deletions.of(conflict.table, conflict.id) : undefined);
    }
  }

  /** The part of `confirmed` that holds without an entry, too. */
  wrote(taken: Taken, operation: Operation | undefined): void {
    const names = operation === undefined ? undefined : namesIn(operation);
    const winner = winnerOf(taken);
    for (const item of taken.effect) {
      const own = names === undefined ? () => true : names.get(entityKey(item.table, item.id));
      this.#follow(item, taken, winner, own);
      this.#deletions.taken(item, undefined);
    }
    this.#own.wrote(taken.version, names, taken.effect);
  }

  /** Somebody else, who had seen the version `seen`, has done something. */
  taken(taken: Taken, seen: number): void {
    const winner = winnerOf(taken);
    for (const item of taken.effect) {
      this.#follow(item, taken, winner, undefined);
      this.#deletions.taken(item, winner);
      for (const lost of this.#own.taken(item, seen)) {
        this.#conflicts = this.#conflicts.filter(
          (one) => !isLostWrite(one) || !isSameLoss(one.conflict, lost),
        );
        this.#note(lost, taken, winner);
      }
    }
  }

  dismissConflict(key: string): void {
    this.#conflicts = this.#conflicts.filter((one) => one.key !== key);
  }

  dismissRefused(sequence: number, client?: string): void {
    this.#refused = this.#refused.filter((one) => one.sequence !== sequence || one.client !== client);
  }

  /** What has been lost earlier has another winner now, or is not lost any more. */
  #follow(item: EntityEffect, taken: Taken, winner: Winner, own: OwnSlots | undefined): void {
    let conflicts: DocumentConflict[] | undefined;
    for (const one of this.#conflicts) {
      if (!isLostWrite(one) || one.conflict.id !== item.id || one.conflict.table !== item.table) continue;
      const followed = followLoss(one.conflict, item, own);
      if (followed === one.conflict) continue;
      conflicts ??= [...this.#conflicts];
      const now = followed === undefined ? [] : [this.#conflictOf(followed, taken, winner)];
      conflicts.splice(conflicts.indexOf(one), 1, ...now);
    }
    if (conflicts !== undefined) this.#conflicts = conflicts;
  }

  #note(conflict: Conflict | LostWrite, taken: Taken, winner: Winner | undefined): void {
    this.#conflicts = [...this.#conflicts, this.#conflictOf(conflict, taken, winner)];
  }

  #conflictOf(
    conflict: Conflict | LostWrite,
    { version, timeMs }: Taken,
    winner: Winner | undefined,
  ): DocumentConflict {
    if (this.#keys.version !== version) this.#keys = { version, given: 0 };
    const key = `${version}/${this.#keys.given}`;
    this.#keys.given += 1;
    return { key, version, timeMs, conflict, ...winner };
  }
}

/** Both are known or neither is. */
function winnerOf({ author, client }: Taken): Winner {
  return author === undefined || client === undefined ? {} : { author, client };
}
