import { isArray } from '@statehouse/kernel';
import { type Row, type TableShape, TextValue, uniqueKey } from '@statehouse/ot';
import { idOf, positionOfOrderKey, TOP_LEVEL } from './index-keys.ts';
import { layoutOf } from './layout.ts';
import type { Schema } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * What is wrong with a document, in words; empty if nothing is. Everything is computed again from the rows: every
 * reference resolves, reverse and unique indexes and sibling order agree with the rows, no tree has a cycle, every
 * row has the fields of its table. O(document): for tests, simulations and audits.
 */
export function checkIntegrity(snapshot: Snapshot<Schema>): string[] {
  const problems: string[] = [];
  for (const { name, shape } of layoutOf(snapshot.schema).tables) {
    for (const row of snapshot.rows(name)) {
      const id = idOf(row);
      if (isOwnAncestor(snapshot, name, id)) problems.push(`${name}/${id}: it is its own ancestor`);
      checkRow(shape, id, row, problems);
      checkReferences(snapshot, shape, id, row, problems);
    }
    checkIndexes(snapshot, shape, problems);
    checkSiblingOrder(snapshot, shape, problems);
    checkDeclaredIndexes(snapshot, name, problems);
  }
  return problems;
}

function checkRow(shape: TableShape, id: string, row: Row, problems: string[]): void {
  const at = `${shape.name}/${id}`;
  if (row.id !== id) problems.push(`${at}: the row carries no id`);
  for (const [field, kind] of Object.entries(shape.fieldKinds)) {
    const value = row[field];
    if (value === undefined) problems.push(`${at}: field ${field} is missing`);
    else if ((kind === 'text') !== value instanceof TextValue)
      problems.push(`${at}: field ${field} is not a ${kind}`);
  }
  if (shape.order !== 'none' && (typeof row.position !== 'string' || row.parent === undefined)) {
    problems.push(`${at}: it has no place`);
  }
}

function checkReferences(
  snapshot: Snapshot<Schema>,
  shape: TableShape,
  id: string,
  row: Row,
  problems: string[],
): void {
  for (const { field, target } of shape.references) {
    for (const one of everyTarget(row[field])) {
      if (snapshot.get(target, one) === undefined)
        problems.push(`${shape.name}/${id}: ${field} points at nothing`);
    }
  }
  if (shape.order === 'none') return;
  for (const parent of everyTarget(row.parent)) {
    if (shape.order === 'list') problems.push(`${shape.name}/${id}: a list entry has a parent`);
    else if (snapshot.get(shape.name, parent) === undefined)
      problems.push(`${shape.name}/${id}: its parent is not there`);
  }
}

/** The indexes as they are kept against the indexes as the rows alone say they must be, entry by entry. */
function checkIndexes(snapshot: Snapshot<Schema>, shape: TableShape, problems: string[]): void {
  const kept = new Set(keptEntries(snapshot, shape));
  const wanted = new Set(wantedEntries(snapshot, shape));
  for (const entry of wanted) if (!kept.has(entry)) problems.push(`${shape.name}: no index entry ${entry}`);
  for (const entry of kept)
    if (!wanted.has(entry)) problems.push(`${shape.name}: a stale index entry ${entry}`);
}

function* keptEntries(snapshot: Snapshot<Schema>, shape: TableShape): Iterable<string> {
  const { referrers, uniques, siblings } = snapshot.stateOf(shape.name);
  for (const [at, { field }] of shape.references.entries()) {
    for (const [target, ids] of referrers[at] ?? [])
      for (const id of ids.keys()) yield entry('ref', field, target, id);
  }
  for (const [at, { name }] of shape.uniques.entries()) {
    for (const [key, id] of uniques[at] ?? []) yield entry('unique', name, key, id);
  }
  for (const [parent, children] of siblings) {
    for (const [key, id] of children) yield entry('child', parent, positionOfOrderKey(key), id);
  }
}

function* wantedEntries(snapshot: Snapshot<Schema>, shape: TableShape): Iterable<string> {
  for (const row of snapshot.rows(shape.name)) {
    const id = idOf(row);
    for (const { field } of shape.references) {
      for (const target of everyTarget(row[field])) yield entry('ref', field, target, id);
    }
    for (const index of shape.uniques) {
      const key = uniqueKey(index, row);
      if (key !== undefined) yield entry('unique', index.name, key, id);
    }
    if (shape.order !== 'none')
      yield entry('child', String(row.parent ?? TOP_LEVEL), String(row.position), id);
  }
}

function entry(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function checkDeclaredIndexes(snapshot: Snapshot<Schema>, table: string, problems: string[]): void {
  for (const { name } of snapshot.indexes(table)) {
    const kept = snapshot.index(table, name);
    const wanted = kept.of(snapshot.rows(table));
    if ([...kept.audit()].join() !== [...wanted.audit()].join())
      problems.push(`${table}: the index ${name} is not that of its rows`);
  }
}

function checkSiblingOrder(snapshot: Snapshot<Schema>, shape: TableShape, problems: string[]): void {
  for (const [parent, children] of snapshot.stateOf(shape.name).siblings) {
    let last: { readonly position: string; readonly id: string } | undefined;
    for (const id of children.values()) {
      const position = String(snapshot.get(shape.name, id)?.position);
      if (last !== undefined && (position < last.position || (position === last.position && id <= last.id))) {
        problems.push(`${shape.name}/${parent}: its children are out of order at ${id}`);
      }
      last = { position, id };
    }
  }
}

function isOwnAncestor(snapshot: Snapshot<Schema>, table: string, id: string): boolean {
  const seen = new Set<string>();
  let current: unknown = snapshot.get(table, id)?.parent;
  while (typeof current === 'string' && !seen.has(current)) {
    if (current === id) return true;
    seen.add(current);
    current = snapshot.get(table, current)?.parent;
  }
  return false;
}

function everyTarget(value: unknown): Iterable<string> {
  if (typeof value === 'string') return [value];
  return isArray(value) ? new Set(value.filter((id) => typeof id === 'string')) : [];
}
