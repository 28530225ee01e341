import { type OrderedIndex, orderedIndexFrom, type Table } from '@statehouse/collections';
import type { Entity } from './entity.ts';

/** The index that the benches ask of `@statehouse/collections`: by owner, higher scores first, over the slots of a table. */
export function ownerIndexOf(table: Table<Entity>): OrderedIndex {
  const owners: string[] = [];
  const scores: number[] = [];
  const entries: number[] = [];
  table.forEach(({ ownerId, score }, slot) => {
    owners.push(ownerId);
    scores.push(score);
    entries.push(slot);
  });
  const shape = { parts: 2, descending: [false, true] };
  return orderedIndexFrom(shape, { columns: [owners, scores], entries }, (slot) => table.at(slot)?.id ?? '');
}
