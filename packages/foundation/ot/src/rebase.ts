import type { Effect, EntityEffect, FieldEffect } from './effect.ts';
import type { Change, Edit, Operation, Origin } from './operation.ts';
import { TextLinesIndex } from './text-lines.ts';

/** An operation that is not in the log yet, with its author and place in the author's line. */
export interface TaggedOperation {
  readonly origin: Origin;
  readonly operation: Operation;
}

/** What an entry of the log changed, with its author. */
export interface TaggedEffect {
  readonly origin: Origin;
  readonly effect: Effect;
}

/** Both sides carried over each other. What did not change is the same object. */
export interface Rebased {
  /** The own operations as they apply after all of the remote ones. */
  readonly own: readonly TaggedOperation[];
  /** The remote effects as they apply after all of the own operations. */
  readonly remote: readonly TaggedEffect[];
}

/**
 * Carries own operations over concurrent entries, and those over the own operations. Both lists stand in their order
 * and start at one state. Only changes of texts that occur on both sides are transformed, entry by entry, never over
 * a composition; everything else is addressed by identity and stays.
 *
 * Carrying over the entries one by one gives the same as over all at once, so client and server agree.
 * A text change of which nothing is left is taken out of its edit, and an edit or item without changes out of its
 * operation or effect; an operation may end without edits and is an entry all the same.
 */
export function rebase(own: readonly TaggedOperation[], remote: readonly TaggedEffect[]): Rebased {
  const index = meeting(own, remote);
  if (index === undefined) return { own, remote };
  index.carryAcross(false);
  return {
    own: mapKeeping(own, (one) => rewriteOperation(one, index)),
    remote: mapKeeping(remote, (one) => rewriteEffect(one, index)),
  };
}

/** The own side of {@link rebase} alone, for about half the work where each text has one own change. */
export function carryOver(
  own: readonly TaggedOperation[],
  remote: readonly TaggedEffect[],
): readonly TaggedOperation[] {
  const index = meeting(own, remote);
  if (index === undefined) return own;
  index.carryAcross(true);
  return mapKeeping(own, (one) => rewriteOperation(one, index));
}

/** The texts that both sides change; undefined if there is none. */
function meeting(
  own: readonly TaggedOperation[],
  remote: readonly TaggedEffect[],
): TextLinesIndex | undefined {
  const index = new TextLinesIndex();
  for (const one of remote) for (const entity of one.effect) index.addRemote(entity, one.origin);
  for (const one of own) for (const edit of one.operation.edits) index.addOwn(edit, one.origin);
  return index.meets ? index : undefined;
}

function rewriteOperation(one: TaggedOperation, index: TextLinesIndex): TaggedOperation {
  const edits = mapKeeping(one.operation.edits, (edit) => rewriteEdit(edit, index));
  if (edits === one.operation.edits) return one;
  return { origin: one.origin, operation: { ...one.operation, edits } };
}

/** Reads the results in the order in which the changes were taken in. */
function rewriteEdit(edit: Edit, index: TextLinesIndex): Edit | undefined {
  if (edit.kind !== 'modify' || !index.holds(edit.id)) return edit;
  const changes = mapFields<Change>(edit.changes, (field, change) => {
    if (change.kind !== 'text') return change;
    const lines = index.find(edit.table, edit.id, field, change.incarnation);
    const ours = lines?.own[lines.ownRead];
    if (lines === undefined || ours === undefined) return change;
    lines.ownRead += 1;
    if (ours.delta === change.delta) return change;
    const { incarnation } = change;
    return ours.delta.length === 0 ? undefined : { kind: 'text', incarnation, delta: ours.delta };
  });
  if (changes === edit.changes) return edit;
  return isEmpty(changes) ? undefined : { kind: 'modify', table: edit.table, id: edit.id, changes };
}

function rewriteEffect(one: TaggedEffect, index: TextLinesIndex): TaggedEffect {
  const effect = mapKeeping(one.effect, (entity) => rewriteEntity(entity, index));
  return effect === one.effect ? one : { origin: one.origin, effect };
}

function rewriteEntity(entity: EntityEffect, index: TextLinesIndex): EntityEffect | undefined {
  if (entity.kind !== 'modify') return entity;
  const fields = mapFields<FieldEffect>(entity.fields, (field, change) => {
    if (change.kind !== 'text') return change;
    const lines = index.find(entity.table, entity.id, field, change.incarnation);
    const theirs = lines?.remote[lines.remoteRead];
    if (lines === undefined || theirs === undefined) return change;
    lines.remoteRead += 1;
    if (theirs.delta === change.delta) return change;
    const { delta, removed } = theirs;
    return delta.length === 0 ? undefined : { kind: 'text', incarnation: change.incarnation, delta, removed };
  });
  if (fields === entity.fields) return entity;
  return isEmpty(fields) && entity.place === undefined ? undefined : { ...entity, fields };
}

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  for (const _ in record) return false;
  return true;
}

/** Maps a list, dropping what becomes undefined; the same list if nothing changes. */
function mapKeeping<Item extends object>(
  items: readonly Item[],
  change: (item: Item) => Item | undefined,
): readonly Item[] {
  let result: Item[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (item === undefined) continue;
    const mapped = change(item);
    if (mapped !== item) result ??= items.slice(0, index);
    if (mapped !== undefined) result?.push(mapped);
  }
  return result ?? items;
}

/** Maps the members of a record, dropping what becomes undefined; the same record if nothing changes. */
function mapFields<Member>(
  fields: Readonly<Record<string, Member>>,
  change: (field: string, member: Member) => Member | undefined,
): Readonly<Record<string, Member>> {
  let result: Record<string, Member> | undefined;
  for (const field in fields) {
    const member = fields[field];
    if (member === undefined) continue;
    const mapped = change(field, member);
    if (mapped === member) continue;
    result ??= { ...fields };
    if (mapped === undefined) delete result[field];
    else result[field] = mapped;
  }
  return result ?? fields;
}
