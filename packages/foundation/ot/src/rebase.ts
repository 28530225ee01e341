import type { Effect, EntityEffect, FieldEffect } from './effect.ts';
import type { Change, Edit, Operation, Origin } from './operation.ts';
import type { TextDelta } from './text-delta.ts';
import { collectTextKeys, textKey } from './text-key.ts';
import { standsFirst, transformAppliedText, transformText } from './text-transform.ts';

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
  const shared = sharedTexts(own, remote);
  if (shared === undefined) return { own, remote };
  const lines = new Map<string, TextLines>();
  for (const key of shared) lines.set(key, { own: new Map(), remote: new Map() });
  own.forEach((one, index) => {
    for (const edit of one.operation.edits) gatherOwn(edit, one.origin, index, lines);
  });
  remote.forEach((one, index) => {
    for (const entity of one.effect) gatherRemote(entity, one.origin, index, lines);
  });
  for (const line of lines.values()) carryAcross(line);
  return {
    own: mapKeeping(own, (one, index) => rewriteOperation(one, index, lines)),
    remote: mapKeeping(remote, (one, index) => rewriteEffect(one, index, lines)),
  };
}

interface OwnText {
  readonly origin: Origin;
  delta: TextDelta;
}

interface RemoteText extends OwnText {
  removed: string;
}

/** All changes of one text: by index of their operation or effect, in order. */
interface TextLines {
  readonly own: Map<number, OwnText>;
  readonly remote: Map<number, RemoteText>;
}

type Lines = ReadonlyMap<string, TextLines>;

function sharedTexts(
  own: readonly TaggedOperation[],
  remote: readonly TaggedEffect[],
): Set<string> | undefined {
  if (own.length === 0) return undefined;
  const theirs = new Set<string>();
  for (const one of remote) for (const entity of one.effect) collectTextKeys(entity, theirs);
  if (theirs.size === 0) return undefined;
  const ours = new Set<string>();
  for (const one of own) for (const edit of one.operation.edits) collectTextKeys(edit, ours);
  const shared = new Set<string>();
  for (const key of ours) if (theirs.has(key)) shared.add(key);
  return shared.size === 0 ? undefined : shared;
}

function gatherOwn(edit: Edit, origin: Origin, index: number, lines: Lines): void {
  if (edit.kind !== 'modify') return;
  for (const field in edit.changes) {
    const change = edit.changes[field];
    if (change?.kind !== 'text') continue;
    const { delta, incarnation } = change;
    lines.get(textKey(edit.table, edit.id, field, incarnation))?.own.set(index, { origin, delta });
  }
}

function gatherRemote(entity: EntityEffect, origin: Origin, index: number, lines: Lines): void {
  if (entity.kind !== 'modify') return;
  for (const field in entity.fields) {
    const change = entity.fields[field];
    if (change?.kind !== 'text') continue;
    const { delta, removed, incarnation } = change;
    lines
      .get(textKey(entity.table, entity.id, field, incarnation))
      ?.remote.set(index, { origin, delta, removed });
  }
}

/** The grid: each remote change meets each own one, and both go on transformed. */
function carryAcross(line: TextLines): void {
  for (const theirs of line.remote.values()) {
    for (const ours of line.own.values()) {
      const delta = transformText(ours.delta, theirs.delta, standsFirst(ours.origin, theirs.origin));
      const carried = transformAppliedText(theirs, ours.delta, standsFirst(theirs.origin, ours.origin));
      ours.delta = delta;
      theirs.delta = carried.delta;
      theirs.removed = carried.removed;
    }
  }
}

function rewriteOperation(one: TaggedOperation, index: number, lines: Lines): TaggedOperation {
  const edits = mapKeeping(one.operation.edits, (edit) => rewriteEdit(edit, index, lines));
  if (edits === one.operation.edits) return one;
  return { origin: one.origin, operation: { ...one.operation, edits } };
}

function rewriteEdit(edit: Edit, index: number, lines: Lines): Edit | undefined {
  if (edit.kind !== 'modify') return edit;
  const changes = mapFields<Change>(edit.changes, (field, change) => {
    if (change.kind !== 'text') return change;
    const ours = lines.get(textKey(edit.table, edit.id, field, change.incarnation))?.own.get(index);
    if (ours === undefined || ours.delta === change.delta) return change;
    return ours.delta.length === 0 ? undefined : { ...change, delta: ours.delta };
  });
  if (changes === edit.changes) return edit;
  return Object.keys(changes).length === 0 ? undefined : { ...edit, changes };
}

function rewriteEffect(one: TaggedEffect, index: number, lines: Lines): TaggedEffect {
  const effect = mapKeeping(one.effect, (entity) => rewriteEntity(entity, index, lines));
  return effect === one.effect ? one : { origin: one.origin, effect };
}

function rewriteEntity(entity: EntityEffect, index: number, lines: Lines): EntityEffect | undefined {
  if (entity.kind !== 'modify') return entity;
  const fields = mapFields<FieldEffect>(entity.fields, (field, change) => {
    if (change.kind !== 'text') return change;
    const theirs = lines.get(textKey(entity.table, entity.id, field, change.incarnation))?.remote.get(index);
    if (theirs === undefined || theirs.delta === change.delta) return change;
    const { delta, removed } = theirs;
    return delta.length === 0 ? undefined : { kind: 'text', incarnation: change.incarnation, delta, removed };
  });
  if (fields === entity.fields) return entity;
  return Object.keys(fields).length === 0 && entity.place === undefined ? undefined : { ...entity, fields };
}

/** Maps a list, dropping what becomes undefined; the same list if nothing changes. */
function mapKeeping<Item>(
  items: readonly Item[],
  change: (item: Item, index: number) => Item | undefined,
): readonly Item[] {
  let changed = false;
  const result: Item[] = [];
  items.forEach((item, index) => {
    const mapped = change(item, index);
    if (mapped !== item) changed = true;
    if (mapped !== undefined) result.push(mapped);
  });
  return changed ? result : items;
}

/** Maps the members of a record, dropping what becomes undefined; the same record if nothing changes. */
function mapFields<Member>(
  fields: Readonly<Record<string, Member>>,
  change: (field: string, member: Member) => Member | undefined,
): Readonly<Record<string, Member>> {
  let changed = false;
  const result: Record<string, Member> = {};
  for (const field in fields) {
    const member = fields[field];
    if (member === undefined) continue;
    const mapped = change(field, member);
    if (mapped !== member) changed = true;
    if (mapped !== undefined) result[field] = mapped;
  }
  return changed ? result : fields;
}
