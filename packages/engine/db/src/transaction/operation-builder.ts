import { assert, isArray, type Json } from '@statehouse/kernel';
import {
  apply,
  applyText,
  type Change,
  type Edit,
  type Operation,
  type Origin,
  type Place,
  type Row,
  type RowWrite,
  rowFromPlain,
  type TableShape,
  TextValue,
  type UniqueIndex,
} from '@statehouse/ot';
import { EntityMap } from '../entity-map.ts';
import { dbError } from '../errors.ts';
import { checkEdit } from '../gate.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { checkUniques } from './check-uniques.ts';
import { mergeChanges } from './merge-changes.ts';
import { PendingRow } from './pending-row.ts';

/** Stands for the operation under way, whose sequence the log gives out later. */
const UNDER_WAY: Origin = { client: '', sequence: 0 };
const NEW_TEXT = 'new';

type InsertDraft = {
  readonly kind: 'insert';
  readonly table: string;
  readonly id: string;
  fields: Record<string, Json>;
  place: Place | undefined;
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
  /** Rows not yet in `#working`, written there together when somebody looks. */
  readonly #pending = new EntityMap<PendingRow>();
  #open = true;

  constructor(base: Snapshot<S>) {
    this.schema = base.schema;
    this.#base = base;
    this.#working = base;
  }

  /** The state as this operation leaves it so far. */
  get working(): Snapshot<S> {
    if (!this.#open) throw dbError('transaction-over');
    if (this.#pending.size > 0) {
      const writes: RowWrite[] = [];
      for (const { table, id, row } of this.#pending.values()) writes.push({ table, id, row });
      this.#pending.clear();
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
    const pending = this.#pending.get(table, id);
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
    const edit: Edit = { kind: 'insert', table, id, fields, ...(place === undefined ? {} : { place }) };
    checkEdit(this.schema, edit);
    const draft: InsertDraft = { kind: 'insert', table, id, fields: { ...fields }, place };
    this.#drafts.push(draft);
    this.#entities.set(table, id, { insert: draft, changedSinceInsert: undefined });
    const shape = this.schema.shape(table);
    assert(shape !== undefined, () => 'the gate knows the table');
    this.#pend(table, id, () => newRow(shape, fields, place));
  }

  /** Changes one field of an entity that is there. */
  change(table: string, id: string, field: string, change: Change): void {
    const row = this.existing(table, id);
    checkEdit(this.schema, { kind: 'modify', table, id, changes: { [field]: change } });
    if (change.kind === 'add') checkSum(table, id, field, row[field], change.amount);
    this.#writeField(table, id, row, field, change);
    const entity = this.#entityOf(table, id);
    if (entity.insert !== undefined) {
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
    const { working } = this;
    this.#working = apply(working, { edits: [edit] }, UNDER_WAY).state;
    const entity = this.#entityOf(table, id);
    if (entity.insert !== undefined) {
      entity.insert.place = place;
    } else if (entity.move !== undefined) {
      entity.move.place = place;
    } else {
      entity.move = { kind: 'move', table, id, place };
      this.#drafts.push(entity.move);
    }
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
    if (this.#drafts.some(({ kind }) => kind === 'insert')) {
      for (const { insert } of this.#entities.values()) {
        if (insert !== undefined) this.#freezeInsert(insert.table, insert.id);
      }
    }
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

  #entityOf(table: string, id: string): EntityDraft {
    const known = this.#entities.get(table, id);
    if (known !== undefined) return known;
    const entity: EntityDraft = { changedSinceInsert: undefined };
    this.#entities.set(table, id, entity);
    return entity;
  }

  #pend(table: string, id: string, make: () => Row): void {
    this.#pending.set(table, id, new PendingRow(table, id, make));
  }

  #writeField(table: string, id: string, row: Row, field: string, change: Change): void {
    if (change.kind === 'patch') {
      const edit: Edit = { kind: 'modify', table, id, changes: { [field]: change } };
      const { state, conflicts } = apply(this.working, { edits: [edit] }, UNDER_WAY);
      if (conflicts.length > 0) throw dbError('blocked-path', { table, id, field });
      this.#working = state;
      return;
    }
    this.#pend(table, id, () => ({ ...row, [field]: changedValue(row[field], change) }));
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

function newRow(shape: TableShape, fields: Readonly<Record<string, Json>>, place: Place | undefined): Row {
  const plain: Record<string, Json> = { ...fields };
  for (const [field, kind] of Object.entries(shape.fieldKinds)) {
    if (kind !== 'text') continue;
    const given = plain[field] ?? '';
    if (typeof given === 'string') plain[field] = { incarnation: NEW_TEXT, text: given };
  }
  return rowFromPlain({ fields: plain, ...(place === undefined ? {} : { place }) }, shape);
}

/** The initial text for an insertion: a restored text keeps its incarnation. */
function insertedText(value: TextValue): Json {
  const text = value.toString();
  return value.incarnation === NEW_TEXT ? text : { incarnation: value.incarnation, text };
}

function changedValue(
  value: Row[string] | undefined,
  change: Exclude<Change, { kind: 'patch' }>,
): Row[string] {
  switch (change.kind) {
    case 'set':
      return change.value;
    case 'add':
      return (typeof value === 'number' ? value : 0) + change.amount;
    case 'text':
      if (!(value instanceof TextValue)) return value ?? null;
      return new TextValue(value.incarnation, applyText(value.content, change.delta).text);
    case 'members': {
      const members = new Set<Json>(isArray(value) ? value : []);
      for (const member of change.exclude) members.delete(member);
      for (const member of change.include) members.add(member);
      return [...members].sort();
    }
  }
}

function editOf(draft: Draft): Edit | undefined {
  const { table, id } = draft;
  switch (draft.kind) {
    case 'insert':
      return {
        kind: 'insert',
        table,
        id,
        fields: draft.fields,
        ...(draft.place === undefined ? {} : { place: draft.place }),
      };
    case 'modify': {
      if (draft.changes.size === 0) return undefined;
      const changes: Record<string, Change> = {};
      for (const [field, change] of draft.changes) changes[field] = change;
      return { kind: 'modify', table, id, changes };
    }
    default:
      return draft;
  }
}
