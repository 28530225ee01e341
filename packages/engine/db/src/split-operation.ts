import { isArray, type Json, type StatehouseError } from '@statehouse/kernel';
import type { Edit, InsertEdit, Operation, TableShape } from '@statehouse/ot';
import { EntityMap } from './entity-map.ts';
import { dbError } from './errors.ts';
import { bytesOf, fitsLimits, type OperationLimits } from './operation-size.ts';
import type { Schema } from './schema.ts';
import { splitDelta } from './split-delta.ts';

/**
 * Splits an operation at a limit into parts under one group, such that no part refers to an entity that only a later
 * part inserts: targets come first; where references go round in a circle, one of them is set afterwards, or, where
 * it may not be null, the circle stays in one part.
 * @throws StatehouseError `db/operation-too-large` if a circle that cannot be opened is larger than the limit
 */
export function splitOperation(
  schema: Schema,
  operation: Operation,
  limits: OperationLimits,
  newGroup: () => string,
): readonly Operation[] {
  if (fitsLimits(operation, limits)) return [operation];
  const group = operation.group ?? newGroup();
  const edits = operation.edits.flatMap((edit) => splitDelta(edit, limits.maxBytes));
  return new Splitter(schema, edits).parts(limits).map((part) => ({ ...operation, edits: part, group }));
}

/** An edit on its way into line. */
interface Placing {
  /** Another one once a circle is opened here. */
  edit: Edit;
  /** What must stand in line before it; undefined until it is its turn. */
  waiting: Dependency[] | undefined;
  isDone: boolean;
  /** The deletion of the entity that is inserted anew. */
  readonly earlier: Placing | undefined;
}

/** A place in an edit where it refers to an entity that the operation inserts. */
interface Dependency {
  readonly target: Placing;
  /** `parent`: the place. Empty: the deletion of the entity that is inserted anew. */
  readonly field: string;
}

class Splitter {
  readonly #schema: Schema;
  readonly #edits: readonly Placing[];
  readonly #inserts = new EntityMap<Placing>();
  readonly #ordered: Edit[] = [];
  readonly #afterwards: Edit[] = [];
  /** Edits that must stand in one part with the insertion that they refer to. */
  readonly #tied: { readonly edit: Edit; readonly target: Edit }[] = [];

  constructor(schema: Schema, edits: readonly Edit[]) {
    this.#schema = schema;
    const deleted = new EntityMap<Placing>();
    this.#edits = edits.map((edit) => {
      const { kind, table, id } = edit;
      const earlier = kind === 'insert' ? deleted.get(table, id) : undefined;
      const placing: Placing = { edit, waiting: undefined, isDone: false, earlier };
      if (kind === 'delete') deleted.set(table, id, placing);
      if (kind === 'insert') this.#inserts.set(table, id, placing);
      return placing;
    });
  }

  parts(limits: OperationLimits): Edit[][] {
    for (const placing of this.#edits) this.#place(placing);
    const edits = [...this.#ordered, ...this.#afterwards];
    const joined = this.#joinedToNext(edits);
    const parts: Edit[][] = [];
    let start = 0;
    while (start < edits.length) {
      let end = lastThatFits(edits, start, limits);
      while (end > start && end < edits.length && joined[end - 1] === true) end -= 1;
      if (end === start) throw tooLarge(edits.length, limits);
      parts.push(edits.slice(start, end));
      start = end;
    }
    return parts;
  }

  /** Puts an edit in line behind the insertions that it refers to. Iterative: chains may be long. */
  #place(first: Placing): void {
    const stack = [first];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      top.waiting ??= this.#dependenciesOf(top);
      const next = top.waiting.pop();
      if (next === undefined) {
        stack.pop();
        if (!top.isDone) this.#ordered.push(top.edit);
        top.isDone = true;
      } else if (next.target.waiting === undefined) {
        stack.push(next.target);
      } else if (!next.target.isDone) {
        const opened = this.#open(top.edit, next);
        if (opened !== undefined) {
          top.edit = opened;
          top.waiting = top.waiting.filter(({ field }) => field !== next.field);
        }
      }
    }
  }

  #dependenciesOf(placing: Placing): Dependency[] {
    const { edit, earlier } = placing;
    const shape = this.#schema.shape(edit.table);
    const found: Dependency[] = [];
    if (shape === undefined || edit.kind === 'delete') return found;
    if (earlier !== undefined) found.push({ target: earlier, field: '' });
    if (edit.kind !== 'modify') this.#note(found, placing, 'parent', edit.table, edit.place?.parent);
    for (const { field, target } of shape.references) {
      const value = edit.kind === 'insert' ? edit.fields[field] : setValue(edit, field);
      if (isArray(value)) for (const id of value) this.#note(found, placing, field, target, id);
      else this.#note(found, placing, field, target, value);
    }
    return found;
  }

  #note(found: Dependency[], from: Placing, field: string, table: string, id: unknown): void {
    const target = typeof id === 'string' ? this.#inserts.get(table, id) : undefined;
    if (target !== undefined && target !== from && !target.isDone) found.push({ target, field });
  }

  /** Opens a circle at one reference of an insertion, which is set afterwards; undefined if that cannot be. */
  #open(edit: Edit, { target, field }: Dependency): Edit | undefined {
    const emptied =
      edit.kind === 'insert' ? withoutReference(this.#schema.shape(edit.table), edit, field) : undefined;
    if (emptied === undefined) {
      this.#tied.push({ edit, target: target.edit });
      return undefined;
    }
    this.#afterwards.push(emptied.later);
    return emptied.now;
  }

  /** For each edit whether a part may not end behind it. */
  #joinedToNext(edits: readonly Edit[]): boolean[] {
    const joined: boolean[] = new Array(edits.length).fill(false);
    if (this.#tied.length === 0) return joined;
    const at = new Map(edits.map((edit, index) => [keyOfEdit(edit), index]));
    for (const { edit, target } of this.#tied) {
      const from = at.get(keyOfEdit(edit)) ?? 0;
      const to = at.get(keyOfEdit(target)) ?? 0;
      for (let index = Math.min(from, to); index < Math.max(from, to); index += 1) joined[index] = true;
    }
    return joined;
  }
}

function withoutReference(
  shape: TableShape | undefined,
  edit: InsertEdit,
  field: string,
): { readonly now: InsertEdit; readonly later: Edit } | undefined {
  const { table, id, place } = edit;
  if (field === 'parent' && place !== undefined) {
    const later: Edit = { kind: 'move', table, id, place };
    return { now: { ...edit, place: { parent: null, position: place.position } }, later };
  }
  const reference = shape?.references.find((one) => one.field === field);
  const value = edit.fields[field];
  if (reference === undefined || value === undefined || !(reference.nullable || reference.many))
    return undefined;
  const empty: Json = reference.many ? [] : null;
  return {
    now: { ...edit, fields: { ...edit.fields, [field]: empty } },
    later: { kind: 'modify', table, id, changes: { [field]: { kind: 'set', value } } },
  };
}

function setValue(edit: Edit, field: string): Json | undefined {
  const change = edit.kind === 'modify' ? edit.changes[field] : undefined;
  return change?.kind === 'set' ? change.value : undefined;
}

function keyOf(table: string, id: string): string {
  return `${table}\u0000${id}`;
}

function keyOfEdit(edit: Edit): string {
  return `${edit.kind}\u0000${keyOf(edit.table, edit.id)}`;
}

/** Where a part that starts at `start` must end: by its edits, its bytes, or a second delta for one text. */
function lastThatFits(
  edits: readonly Edit[],
  start: number,
  { maxEdits, maxBytes }: OperationLimits,
): number {
  const texts = new Set<string>();
  let bytes = 0;
  let end = start;
  for (; end < edits.length && end - start < maxEdits; end += 1) {
    const edit = edits[end];
    if (edit === undefined) break;
    bytes += bytesOf(edit);
    const fields = edit.kind === 'modify' ? Object.keys(edit.changes) : [];
    const keys = fields.map((field) => `${keyOf(edit.table, edit.id)}\u0000${field}`);
    if (bytes > maxBytes || keys.some((key) => texts.has(key))) break;
    for (const key of keys) texts.add(key);
  }
  return end;
}

/** The error for what cannot be cut down to the limits. */
export function tooLarge(edits: number, { maxEdits, maxBytes }: OperationLimits): StatehouseError {
  return dbError('operation-too-large', { edits, maxEdits, maxBytes });
}
