import { settledBytes } from '../contest/settled-bytes.ts';
import { consume } from '../contest/timed-meter.ts';
import type { Entity } from '../entities/entity.ts';

/** Small tables are opened so often that what else moves in the heap does not count. */
const ENTITIES_IN_ALL = 300_000;

/** What a table takes above its entities, which are there before it: heap and buffers, after collection. */
export function bytesPerEntity(
  open: (entities: readonly Entity[]) => object,
  entities: readonly Entity[],
): number {
  const copies = Math.ceil(ENTITIES_IN_ALL / entities.length);
  // What compiling leaves behind, and what a library does to the entities themselves, is not the table's.
  consume(Object.keys(open(entities)).length);
  const before = settledBytes();
  const held: object[] = [];
  for (let count = 0; count < copies; count += 1) held.push(open(entities));
  const after = settledBytes();
  consume(held.length);
  return (after - before) / (copies * entities.length);
}
