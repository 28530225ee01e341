import type { Comparer } from '@reduxjs/toolkit';
import { diffTables, emptyTable, type Table } from '@statehouse/collections';
import type { Held } from '../entity-id.ts';
import type { EditedSet, EntityDraft, EntitySet } from './entity-set.ts';
import { type Compare, changedTree, eachRanked, type RankTree, rankOf } from './rank-tree.ts';

/** An entity and its turn among those that the comparer calls equal. Immutable; no two of one set have the same turn. */
interface Row<T> {
  readonly entity: Held<T>;
  readonly turn: number;
}

interface SortedParts<T> {
  readonly rows: Table<Row<T>>;
  /** The same rows, by comparer and then by turn. */
  readonly order: RankTree<Row<T>>;
  /** Lower than every turn given so far. */
  readonly lowTurn: number;
  /** Higher than every turn given so far. */
  readonly highTurn: number;
}

/** An empty set that stands in the order of a comparer. */
export function emptySortedSet<T>(idOf: (entity: Held<T>) => string, comparer: Comparer<T>): EntitySet<T> {
  const rows = emptyTable<Row<T>>(({ entity }) => idOf(entity));
  return new SortedSet<T>(comparer, { rows, order: undefined, lowTurn: -1, highTurn: 0 });
}

/**
 * Entities in the order of a comparer, as if each change had sorted them anew by a stable sort: of two that compare as equal
 * the one that stood first stays first, and what is put goes behind its equals.
 *
 * That history is in the turns. What moves towards the end of the order has to stand before its new equals, so it takes a turn
 * below all others; what moves towards the beginning takes one above all others.
 */
class SortedSet<T> implements EntitySet<T> {
  readonly #comparer: Comparer<T>;
  readonly #parts: SortedParts<T>;
  readonly #compare: Compare<Row<T>>;

  constructor(comparer: Comparer<T>, parts: SortedParts<T>) {
    this.#comparer = comparer;
    this.#parts = parts;
    this.#compare = (a, b) => comparer(a.entity, b.entity) || a.turn - b.turn;
  }

  get size(): number {
    return this.#parts.rows.size;
  }

  get(id: string): Held<T> | undefined {
    return this.#parts.rows.get(id)?.entity;
  }

  has(id: string): boolean {
    return this.#parts.rows.has(id);
  }

  forEach(visit: (entity: Held<T>) => void): void {
    eachRanked(this.#parts.order, ({ entity }) => {
      visit(entity);
    });
  }

  keys(): Iterable<string> {
    return this.#parts.rows.ids();
  }

  cleared(): EntitySet<T> {
    const rows = emptyTable(this.#parts.rows.idOf);
    return new SortedSet<T>(this.#comparer, { rows, order: undefined, lowTurn: -1, highTurn: 0 });
  }

  edit(change: (draft: EntityDraft<T>) => void): EditedSet<T> {
    const before = this.#parts;
    let { highTurn } = before;
    const moves = new Map<string, Move<T>>();
    const rows = before.rows.batch((draft) => {
      change({
        has: (id) => draft.has(id),
        put(entity) {
          const id = before.rows.idOf({ entity, turn: 0 });
          const earlier = moves.get(id);
          const row = { entity, turn: earlier?.to?.turn ?? highTurn };
          if (row.turn === highTurn) highTurn += 1;
          moves.set(id, { from: earlier === undefined ? draft.get(id) : earlier.from, to: row });
          draft.set(row);
        },
        delete(id) {
          const from = draft.get(id);
          if (from === undefined) return;
          moves.set(id, { from, to: undefined });
          draft.delete(id);
        },
      });
    });
    const left = new Set([...moves.values()].flatMap(({ from }) => from ?? []));
    return this.#edited(rows, moves, left, { lowTurn: before.lowTurn, highTurn });
  }

  revise(ids: Iterable<string>, next: (entity: Held<T>, id: string) => Held<T>): EditedSet<T> {
    const before = this.#parts;
    const moves = new Map<string, Move<T>>();
    const left = new Set<Row<T>>();
    let turns = { lowTurn: before.lowTurn, highTurn: before.highTurn };
    const rows = before.rows.batch((draft) => {
      const places = new Map<string, Place<T>>();
      const take = (id: string, row: Row<T>): Row<T> => {
        const from = places.get(id)?.from ?? row;
        places.delete(id);
        left.add(from);
        return from;
      };
      for (const id of ids) {
        const row = draft.get(id);
        if (row === undefined) continue;
        const entity = next(row.entity, id);
        if (entity === row.entity) continue;
        let from = take(id, row);
        const revised = { entity, turn: row.turn };
        const newId = before.rows.idOf(revised);
        if (newId !== id) {
          draft.delete(id);
          const taken = draft.get(newId);
          // Two become one, and it stands where the first of them stood.
          const other = taken === undefined ? undefined : take(newId, taken);
          if (other !== undefined && this.#compare(other, from) < 0) from = other;
          moves.set(id, { from, to: undefined });
        }
        draft.set(revised);
        places.set(newId, { from, entity });
      }
      turns = this.#settle([...places], moves);
      for (const { to } of moves.values()) if (to !== undefined) draft.set(to);
    });
    return this.#edited(rows, moves, left, turns);
  }

  *newSince(earlier: EntitySet<T> | undefined): Iterable<readonly [string, Held<T>]> {
    const { rows } = this.#parts;
    if (!(earlier instanceof SortedSet)) {
      for (const row of rows) yield [rows.idOf(row), row.entity];
      return;
    }
    for (const { id, after } of diffTables<Row<T>>(earlier.#parts.rows, rows)) {
      if (after !== undefined) yield [id, after.entity];
    }
  }

  /** Gives what was revised its turn, as a stable sort over the places where it stood would. */
  #settle(places: [string, Place<T>][], moves: Map<string, Move<T>>): { lowTurn: number; highTurn: number } {
    let { lowTurn, highTurn } = this.#parts;
    places.sort(([, a], [, b]) => this.#compare(a.from, b.from));
    const forward: [string, Place<T>][] = [];
    for (const [id, place] of places) {
      const way = this.#comparer(place.entity, place.from.entity);
      if (way > 0) {
        forward.push([id, place]);
        continue;
      }
      const turn = way < 0 ? highTurn : place.from.turn;
      if (way < 0) highTurn += 1;
      moves.set(id, { from: place.from, to: { entity: place.entity, turn } });
    }
    for (const [id, { from, entity }] of forward.reverse()) {
      moves.set(id, { from, to: { entity, turn: lowTurn } });
      lowTurn -= 1;
    }
    return { lowTurn, highTurn };
  }

  #edited(
    rows: Table<Row<T>>,
    moves: ReadonlyMap<string, Move<T>>,
    left: ReadonlySet<Row<T>>,
    turns: { lowTurn: number; highTurn: number },
  ): EditedSet<T> {
    if (moves.size === 0) return { set: this, isSameOrder: true };
    const before = this.#parts.order;
    const stay = new Map<Row<T>, Row<T>>();
    const moved: Move<T>[] = [];
    for (const move of moves.values()) {
      const { from, to } = move;
      if (from !== undefined && from.turn === to?.turn) stay.set(from, to);
      else moved.push(move);
    }
    const change = {
      left: stay.size === 0 ? left : new Set([...left].filter((row) => !stay.has(row))),
      come: moved.flatMap(({ to }) => to ?? []),
      replaced: stay,
    };
    const order = changedTree(before, change, this.#compare);
    const isSameOrder = moved.every(
      ({ from, to }) =>
        from !== undefined &&
        to !== undefined &&
        rankOf(before, from, this.#compare) === rankOf(order, to, this.#compare),
    );
    const isSame = isSameOrder && [...moves.values()].every(({ from, to }) => from?.entity === to?.entity);
    if (isSame) return { set: this, isSameOrder };
    return { set: new SortedSet<T>(this.#comparer, { rows, order, ...turns }), isSameOrder };
  }
}

/** One id's way from the rows before to the rows after; absent where it was not, or is no more. */
interface Move<T> {
  readonly from: Row<T> | undefined;
  readonly to: Row<T> | undefined;
}

/** An entity that was revised, and the row of the set before in whose place it stands. */
interface Place<T> {
  readonly from: Row<T>;
  readonly entity: Held<T>;
}
