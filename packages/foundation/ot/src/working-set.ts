import type { Json } from '@statehouse/kernel';
import { type Conflict, ConflictKind } from './conflict.ts';
import { type DocumentState, NOT_HELD, type TableShape } from './document-state.ts';
import type { JsonPatchEffect } from './effect.ts';
import type { OwnedObjects } from './json-patch.ts';
import type { Origin } from './operation.ts';
import type { FieldValue, Row } from './row.ts';
import type { TextDelta } from './text-delta.ts';

/** What was done to a text in this operation: kept aside because two texts do not tell it. */
export interface TextStep {
  readonly kind: 'text';
  readonly delta: TextDelta;
  readonly removed: string;
}
/** What was done inside a JSON field. */
export interface PatchStep {
  readonly kind: 'patch';
  readonly patches: JsonPatchEffect[];
}

/** One entity that an operation touches: its row before the operation and as it stands now. */
export interface TouchedEntity {
  readonly table: string;
  readonly id: string;
  readonly shape: TableShape;
  readonly before: Row | undefined;
  after: Row | undefined;
  /** An explicit deletion, carried out when deletions are settled. */
  doomed: boolean;
  /** Deleted and inserted again in one operation: a new entity under the old id. */
  replaced: boolean;
  /** How texts and JSON fields changed, by field. */
  steps: Map<string, TextStep | PatchStep> | undefined;
  /** Sets that are being changed, by field: `after` gets their members when all edits are done. */
  sets: Map<string, SetDraft> | undefined;
}

/** A set whose members change several times; it holds as long as the field is still what it was taken from. */
export interface SetDraft {
  readonly taken: FieldValue;
  readonly members: Set<Json>;
}

/**
 * The entities that one operation touches, over a state that does not change meanwhile.
 * Invariant: `after` of a touched entity is what the operation has made of it so far; an untouched one is as in the
 * state. Touched entities stand in the order of their first touch.
 */
export class WorkingSet {
  readonly state: DocumentState;
  readonly origin: Origin;
  readonly conflicts: Conflict[] = [];
  /** JSON objects that this operation has made; see json-patch.ts. */
  readonly owned: OwnedObjects = new Set();
  readonly #touched: TouchedEntity[] = [];
  /** By table and id: two levels, so that no key is put together on each look. */
  readonly #byTable = new Map<string, Map<string, TouchedEntity>>();

  constructor(state: DocumentState, origin: Origin) {
    this.state = state;
    this.origin = origin;
  }

  touched(): Iterable<TouchedEntity> {
    return this.#touched;
  }

  /** The entity if this operation has touched it. */
  peek(table: string, id: string): TouchedEntity | undefined {
    return this.#byTable.get(table)?.get(id);
  }

  /** Undefined: the table is unknown, or the entity is one that this replica does not hold. */
  touch(table: string, id: string): TouchedEntity | undefined {
    const known = this.peek(table, id);
    if (known !== undefined) return known;
    const shape = this.state.shape(table);
    const before = this.state.get(table, id);
    if (shape === undefined || before === NOT_HELD) return undefined;
    const entity: TouchedEntity = {
      table,
      id,
      shape,
      before,
      after: before,
      doomed: false,
      replaced: false,
      steps: undefined,
      sets: undefined,
    };
    this.#touched.push(entity);
    const ids = this.#byTable.get(table);
    if (ids === undefined) this.#byTable.set(table, new Map([[id, entity]]));
    else ids.set(id, entity);
    return entity;
  }

  /** Whether an entity is there at this moment; one that is not held counts as there. */
  exists(table: string, id: string): boolean {
    const touched = this.peek(table, id);
    return touched === undefined ? this.state.get(table, id) !== undefined : touched.after !== undefined;
  }

  /** The row as it stands; undefined if absent or not held. */
  row(table: string, id: string): Row | undefined {
    const touched = this.peek(table, id);
    if (touched !== undefined) return touched.after;
    const row = this.state.get(table, id);
    return row === NOT_HELD ? undefined : row;
  }

  conflict(conflict: Conflict): void {
    this.conflicts.push(conflict);
  }

  /** Puts one field back as it was before the operation, or to `fallback` if the entity was not there. */
  revertField(entity: TouchedEntity, field: string, fallback: FieldValue): void {
    if (entity.after === undefined) return;
    const earlier = entity.replaced ? undefined : entity.before?.[field];
    entity.after = { ...entity.after, [field]: earlier ?? fallback };
    entity.steps?.delete(field);
  }
}

export function entityKey(table: string, id: string): string {
  return `${table}\u0000${id}`;
}

/** The conflict of an edit that found no entity. */
export function missingEntity(table: string, id: string, lost: Conflict['lost']): Conflict {
  return { kind: ConflictKind.EntityMissing, table, id, lost };
}
