import type { Json } from '@statehouse/kernel';
import { joinChanges } from './compose-change.ts';
import {
  type Change,
  type Edit,
  type InsertEdit,
  incarnationOf,
  type ModifyEdit,
  type Operation,
  type Origin,
} from './operation.ts';
import { applyToString } from './text-algebra.ts';

/**
 * Joins two neighbouring operations of one client that nobody else has seen, so that one is sent: wherever `first`
 * and then `second` apply without conflict, the composition has the same result. `originOfFirst` is the place that
 * `first` has in its client's line and that the composition takes over: texts that `first` creates have its incarnation.
 *
 * Undefined where they must stay two: one is named, their groups differ, an id may be deleted and inserted again
 * (a deletion and an insertion never cancel out: cascades would be lost), or one text would need two deltas.
 */
export function compose(first: Operation, second: Operation, originOfFirst: Origin): Operation | undefined {
  if (first.name !== undefined || second.name !== undefined || first.group !== second.group) return undefined;
  if (
    first.edits.some((edit) => edit.kind === 'delete') &&
    second.edits.some((edit) => edit.kind === 'insert')
  ) {
    return undefined;
  }
  const edits = [...first.edits];
  for (const edit of second.edits) if (!join(edits, edit, incarnationOf(originOfFirst))) return undefined;
  const group = first.group === undefined ? {} : { group: first.group };
  const seen = leastSeen(first.seen, second.seen);
  return { edits, ...group, ...(seen === undefined ? {} : { seen }) };
}

/** Who makes one operation of two has seen no more than when he made the first. Absent says nothing: it is the base. */
export function leastSeen(first: number | undefined, second: number | undefined): number | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return Math.min(first, second);
}

/** Puts an edit behind the others or into one of them. False if the result would not be well-formed. */
function join(edits: Edit[], edit: Edit, incarnation: string): boolean {
  if (edit.kind === 'modify') return joinModify(edits, edit, incarnation);
  const last = edits.at(-1);
  if (edit.kind === 'move' && last?.kind === 'move' && isSameEntity(last, edit)) edits.pop();
  edits.push(edit);
  return true;
}

function joinModify(edits: Edit[], edit: ModifyEdit, incarnation: string): boolean {
  const rest: Record<string, Change> = {};
  for (const [field, change] of Object.entries(edit.changes)) {
    const folded = change.kind === 'text' ? foldText(edits, edit, field, change, incarnation) : 'new';
    if (folded === 'impossible') return false;
    if (folded === 'new') rest[field] = change;
  }
  if (Object.keys(rest).length === 0) return true;
  const last = edits.at(-1);
  const merged = last !== undefined && isSameEntity(last, edit) ? mergeInto(last, rest) : undefined;
  if (merged === undefined) edits.push({ ...edit, changes: rest });
  else edits[edits.length - 1] = merged;
  return true;
}

/**
 * Texts take part in no reference and no unique key, so a delta may join an earlier one across edits of anything
 * else. `new`: the text was not touched yet.
 */
function foldText(
  edits: Edit[],
  edit: ModifyEdit,
  field: string,
  change: Change & { kind: 'text' },
  incarnation: string,
): 'folded' | 'new' | 'impossible' {
  for (let index = edits.length - 1; index >= 0; index -= 1) {
    const earlier = edits[index];
    if (earlier === undefined || !isSameEntity(earlier, edit)) continue;
    if (earlier.kind === 'delete') return 'impossible';
    if (earlier.kind === 'insert') {
      const isFirst = !edits.slice(0, index).some((other) => isSameEntity(other, edit));
      const inserted = isFirst ? foldIntoInsert(earlier, field, change, incarnation) : undefined;
      if (inserted === undefined) return 'impossible';
      edits[index] = inserted;
      return 'folded';
    }
    const held = earlier.kind === 'modify' ? earlier.changes[field] : undefined;
    if (earlier.kind !== 'modify' || held === undefined) continue;
    const joined = joinChanges(held, change);
    if (joined === undefined) return 'impossible';
    replaceChange(edits, index, earlier, field, joined.change);
    return 'folded';
  }
  return 'new';
}

/**
 * Only into a text that the insertion creates: one that it restores may be there already, and then the insertion is
 * without effect only as long as it says the same.
 */
function foldIntoInsert(
  edit: InsertEdit,
  field: string,
  change: Change & { kind: 'text' },
  incarnation: string,
): InsertEdit | undefined {
  const given = edit.fields[field] ?? '';
  if (change.incarnation !== incarnation || typeof given !== 'string') return undefined;
  const text = applyToString(given, change.delta);
  return text === undefined ? undefined : { ...edit, fields: { ...edit.fields, [field]: text } };
}

function replaceChange(
  edits: Edit[],
  index: number,
  edit: ModifyEdit,
  field: string,
  change: Change | undefined,
): void {
  const { [field]: _, ...others } = edit.changes;
  if (change !== undefined) edits[index] = { ...edit, changes: { ...edit.changes, [field]: change } };
  else if (Object.keys(others).length > 0) edits[index] = { ...edit, changes: others };
  else edits.splice(index, 1);
}

/** The last edit with the changes taken in, or undefined if one of them does not join. */
function mergeInto(last: Edit, changes: Readonly<Record<string, Change>>): Edit | undefined {
  if (last.kind === 'insert') return setFields(last, changes);
  if (last.kind !== 'modify') return undefined;
  const merged: Record<string, Change> = { ...last.changes };
  for (const [field, change] of Object.entries(changes)) {
    const held = merged[field];
    const joined = held === undefined ? { change } : joinChanges(held, change);
    if (joined?.change === undefined) return undefined;
    merged[field] = joined.change;
  }
  return { ...last, changes: merged };
}

function setFields(edit: InsertEdit, changes: Readonly<Record<string, Change>>): InsertEdit | undefined {
  const fields: Record<string, Json> = { ...edit.fields };
  for (const [field, change] of Object.entries(changes)) {
    if (change.kind !== 'set') return undefined;
    fields[field] = change.value;
  }
  return { ...edit, fields };
}

function isSameEntity(a: Edit, b: Edit): boolean {
  return a.id === b.id && a.table === b.table;
}
