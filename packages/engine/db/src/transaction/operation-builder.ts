import { assert, type Json } from '@statehouse/kernel';
import {
  apply,
  type Change,
  type Conflict,
  ConflictKind,
  type Edit,
  type Operation,
  type Origin,
  type Place,
  type Row,
  type RowWrite,
  TextValue,
  type UniqueIndex,
} from '@statehouse/ot';
import { EntityMap } from '../entity-map.ts';
import { dbError } from '../errors.ts';
import { checkEdit } from '../gate.ts';
import { placeIn } from '../index-keys.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { checkUniques } from './check-uniques.ts';
import { mergeChanges } from './merge-changes.ts';
import { PendingRow } from './pending-row.ts';
import { changedValue, insertedText, newRow } from './row-under-way.ts';

/** Stands for the operation under way, whose sequence the log gives out later. */
const UNDER_WAY: Origin = { client: '', sequence: 0 };

type InsertDraft = {
  readonly kind: 'insert';
  readonly table: string;
  readonly id: string;
  readonly fields: Record<string, Json>;
  place?: Place;
};
type ModifyDraft = {
  readonly kind: 'modify';
  readonly table: string;
  readonly id: string;
  readonly changes: Map<string, Change>;
};
type MoveDraft = { readonly kind: 'move'; readonly table: string; readonly id: string; place: Place };
type DeleteDraft = { readonly kind: 'delete'; readonly table: string; readonly id: string };
type Draft = InsertDraft | ModifyDraft | MoveDraft | DeleteDraft;

/** What this operation does to one entity; edits of one entity are merged into these. */
interface EntityDraft {
  readonly table: string;
  readonly id: string;
  /** The row as it is, where `#working` has not got it yet. */
  pending: PendingRow | undefined;
  insert?: InsertDraft;
  modify?: ModifyDraft;
  move?: MoveDraft;
  /** Fields of the insertion that were changed after it; their value is read off the working state at the end. */
  changedSinceInsert: Set<string> | undefined;
}

/**
 * Gathers the edits of one operation and shows what they make of the state.
 * Invariant: the edits so far are a well-formed operation (at most one insert, one modify and one move for each life
 * of an entity, one delta for each text), and `working` is the base with them applied, except that references are not
 * judged yet.
 */
export class OperationBuilder<S extends Schema = Schema> {
  readonly schema: S;
  readonly #base: Snapshot<S>;
  readonly #drafts: Draft[] = [];
  readonly #entities = new EntityMap<EntityDraft>();
  #working: Snapshot<S>;
  /** Those with rows not yet in `#working`, which are written there together when somebody looks. */
  readonly #pending: EntityDraft[] = [];
  /** Those that were changed after their insertion. */
  readonly #amended: EntityDraft[] = [];
  /** Whether a move is back where it came from, as long as the others stand as they do. */
  #hasCycle = false;
  #open = true;

  constructor(base: Snapshot<S>) {
    this.schema = base.schema;
    this.#base = base;
    this.#working = base;
  }

  /** The state as this operation leaves it so far. */
  get working(): Snapshot<S> {
    if (!this.#open) throw dbError('transaction-over');
    if (this.#pending.length > 0) {
      const writes: RowWrite[] = [];
      for (const entity of this.#pending.splice(0)) {
        const { table, id, pending } = entity;
        if (pending !== undefined) writes.push({ table, id, row: pending.row });
        entity.pending = undefined;
      }
      this.#working = this.#working.with(writes);
    }
    return this.#working;
  }

  /** How many edits there are so far. */
  get size(): number {
    return this.#drafts.length;
  }

  /** The entity as it stands; undefined if it is not there. */
  get(table: string, id: string): Row | undefined {
    if (!this.#open) throw dbError('transaction-over');
    const pending = this.#entities.get(table, id)?.pending;
    return pending === undefined ? this.#working.get(table, id) : pending.row;
  }

  /**
   * The entity as it stands.
   * @throws StatehouseError `db/unknown-id`
   */
  existing(table: string, id: string): Row {
    const row = this.get(table, id);
    if (row === undefined) throw dbError('unknown-id', { table, id: String(id) });
    return row;
  }

  /** Inserts an entity that is not there. Texts are strings, or `{ incarnation, text }` to restore one. */
  insert(table: string, id: string, fields: Readonly<Record<string, Json>>, place: Place | undefined): void {
    if (this.get(table, id) !== undefined) throw dbError('id-taken', { table, id });
    const insert: InsertDraft = { kind: 'insert', table, id, fields: { ...fields } };
    if (place !== undefined) insert.place = place;
    checkEdit(this.schema, insert);
    this.#drafts.push(insert);
    const shape = this.schema.shape(table);
    assert(shape !== undefined, () => 'the gate knows the table');
    const pending = new PendingRow(() => newRow(shape, fields, place));
    const entity: EntityDraft = { table, id, pending, insert, changedSinceInsert: undefined };
    this.#entities.set(table, id, entity);
    this.#pending.push(entity);
  }

  /** Changes one field of an entity that is there. */
  change(table: string, id: string, field: string, change: Change): void {
    const row = this.existing(table, id);
    checkEdit(this.schema, { kind: 'modify', table, id, changes: { [field]: change } });
    if (change.kind === 'add') checkSum(table, id, field, row[field], change.amount);
    const entity = this.#entityOf(table, id);
    this.#writeField(entity, row, field, change);
    if (entity.insert !== undefined) {
      if (entity.changedSinceInsert === undefined) this.#amended.push(entity);
      entity.changedSinceInsert ??= new Set();
      entity.changedSinceInsert.add(field);
      return;
    }
    if (entity.modify === undefined) {
      entity.modify = { kind: 'modify', table, id, changes: new Map() };
      this.#drafts.push(entity.modify);
    }
    const { changes } = entity.modify;
    const earlier = changes.get(field);
    const after = change.kind === 'patch' && earlier?.kind === 'set' ? this.#jsonAt(table, id, field) : null;
    const merged = mergeChanges(earlier, change, after);
    if (merged?.kind === 'add') checkSum(table, id, field, 0, merged.amount);
    if (merged === undefined) changes.delete(field);
    else changes.set(field, merged);
  }

  /** Puts an entity that is there at a place. */
  move(table: string, id: string, place: Place): void {
    this.existing(table, id);
    const edit: Edit = { kind: 'move', table, id, place };
    checkEdit(this.schema, edit);
    const { state, conflicts } = apply(this.working, { edits: [edit] }, UNDER_WAY);
    this.#working = state;
    const entity = this.#entityOf(table, id);
    if (entity.insert !== undefined) {
      entity.insert.place = place;
    } else if (entity.move !== undefined) {
      entity.move.place = place;
    } else {
      entity.move = { kind: 'move', table, id, place };
      this.#drafts.push(entity.move);
    }
    if (this.#hasCycle || closesCycle(conflicts)) this.#placeTogether();
  }

  /** Deletes an entity that is there, with what its references cascade to. */
  delete(table: string, id: string): void {
    this.existing(table, id);
    this.#freezeInsert(table, id);
    const edit: DeleteDraft = { kind: 'delete', table, id };
    this.#working = apply(this.working, { edits: [edit] }, UNDER_WAY).state;
    this.#drafts.push(edit);
    if (this.#working.get(table, id) === undefined) this.#entities.delete(table, id);
  }

  /**
   * Checks that no unique key that was written so far is another's.
   * @throws StatehouseError `db/unique-taken`
   */
  checkUniques(): void {
    const uniquesOf = (table: string) => this.schema.shape(table)?.uniques ?? [];
    const claimants = this.#drafts.filter((draft) => claimsKey(draft, uniquesOf(draft.table)));
    if (claimants.length === 0) return;
    checkUniques(
      {
        uniquesOf,
        holderBefore: (table, index, key) => this.#base.holder(table, index, key),
        rowAfter: (table, id) => this.get(table, id),
      },
      claimants,
    );
  }

  /** The operation made of everything so far; undefined if nothing changes. The builder takes no more after this. */
  finish(labels: { readonly name?: string; readonly group?: string } = {}): Operation | undefined {
    for (const { table, id } of this.#amended) this.#freezeInsert(table, id);
    this.#open = false;
    const edits: Edit[] = [];
    for (const draft of this.#drafts) {
      const edit = editOf(draft);
      if (edit !== undefined) edits.push(edit);
    }
    return edits.length === 0 ? undefined : { edits, ...labels };
  }

  /** Ends without an operation. */
  abandon(): void {
    this.#open = false;
  }

  /**
   * Places anew all that was placed so far. Of moves that close a cycle the first goes back, and one that closes a cycle
   * now may close none after the next: only all of them together say what the operation will do. O(edits).
   */
  #placeTogether(): void {
    const writes: RowWrite[] = [];
    const edits: Edit[] = [];
    // Which move is the first is decided by when its entity was first touched.
    for (const { table, id, insert, move } of this.#touched()) {
      const place = insert === undefined ? move?.place : insert.place;
      const row = this.get(table, id);
      if (place === undefined || row === undefined) continue;
      const before = insert === undefined ? this.#base.get(table, id) : undefined;
      const start = before === undefined ? { parent: null, position: place.position } : placeIn(before);
      writes.push({ table, id, row: { ...row, ...start } });
      edits.push({ kind: 'move', table, id, place });
    }
    const { state, conflicts } = apply(this.working.with(writes), { edits }, UNDER_WAY);
    this.#working = state;
    this.#hasCycle = closesCycle(conflicts);
  }

  /** The entities that are there and that this operation has touched, in the order in which it first did. */
  #touched(): ReadonlySet<EntityDraft> {
    const touched = new Set<EntityDraft>();
    for (const { table, id } of this.#drafts) {
      const entity = this.#entities.get(table, id);
      if (entity !== undefined) touched.add(entity);
    }
    return touched;
  }

  #entityOf(table: string, id: string): EntityDraft {
    const known = this.#entities.get(table, id);
    if (known !== undefined) return known;
    const entity: EntityDraft = { table, id, pending: undefined, changedSinceInsert: undefined };
    this.#entities.set(table, id, entity);
    return entity;
  }

  #writeField(entity: EntityDraft, row: Row, field: string, change: Change): void {
    const { table, id } = entity;
    if (change.kind === 'patch') {
      const edit: Edit = { kind: 'modify', table, id, changes: { [field]: change } };
      const { state, conflicts } = apply(this.working, { edits: [edit] }, UNDER_WAY);
      if (conflicts.length > 0) throw dbError('blocked-path', { table, id, field });
      this.#working = state;
      return;
    }
    if (entity.pending === undefined) this.#pending.push(entity);
    entity.pending = new PendingRow(() => ({ ...row, [field]: changedValue(row[field], change) }));
  }

  #jsonAt(table: string, id: string, field: string): Json {
    const value = this.get(table, id)?.[field];
    return value === undefined || value instanceof TextValue ? null : value;
  }

  /** Folds what was changed since into the fields of the insertion. */
  #freezeInsert(table: string, id: string): void {
    const entity = this.#entities.get(table, id);
    if (entity?.insert === undefined || entity.changedSinceInsert === undefined) return;
    const row = this.get(table, id);
    if (row === undefined) return;
    for (const field of entity.changedSinceInsert) {
      const value = row[field];
      if (value instanceof TextValue) entity.insert.fields[field] = insertedText(value);
      else if (value !== undefined) entity.insert.fields[field] = value;
    }
    entity.changedSinceInsert = undefined;
  }
}

function closesCycle(conflicts: readonly Conflict[]): boolean {
  return conflicts.some(({ kind }) => kind === ConflictKind.Cycle);
}

function claimsKey(draft: Draft, uniques: readonly UniqueIndex[]): boolean {
  if (draft.kind === 'insert') return uniques.length > 0;
  return (
    draft.kind === 'modify' && uniques.some(({ fields }) => fields.some((field) => draft.changes.has(field)))
  );
}

function checkSum(
  table: string,
  id: string,
  field: string,
  held: Row[string] | undefined,
  amount: number,
): void {
  if (typeof held === 'number' && !Number.isSafeInteger(held + amount))
    throw dbError('counter-range', { table, id, field });
}

function editOf(draft: Draft): Edit | undefined {
  if (draft.kind !== 'modify') return draft;
  const { table, id } = draft;
  if (draft.changes.size === 0) return undefined;
  const changes: Record<string, Change> = {};
  for (const [field, change] of draft.changes) changes[field] = change;
  return { kind: 'modify', table, id, changes };
}
