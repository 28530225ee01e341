import type { EntityEffect } from './effect.ts';
import type { Edit } from './operation.ts';

/**
 * Names one text across operations and effects. Parts may hold any character, so each is preceded by its length;
 * the incarnation belongs to it, because a delta for another incarnation is about another text.
 */
export function textKey(table: string, id: string, field: string, incarnation: string): string {
  return `${table.length}:${table}${id.length}:${id}${field.length}:${field}${incarnation}`;
}

/** The keys of all texts that an edit or an effect changes in place. */
export function collectTextKeys(entity: Edit | EntityEffect, into: Set<string>): void {
  if (entity.kind !== 'modify') return;
  const fields = 'changes' in entity ? entity.changes : entity.fields;
  for (const field in fields) {
    const change = fields[field];
    if (change?.kind === 'text') into.add(textKey(entity.table, entity.id, field, change.incarnation));
  }
}
