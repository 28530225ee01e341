import type { KeyValueStore, KeyValueWrite } from '@statehouse/storage';
import { dropRows } from '../rows/delete-rows.ts';
import type { OpenRows, RowChange } from '../rows/kept-rows.ts';
import type { RowKeys } from '../rows/row-keys.ts';
import type { Slices } from '../rows/slices.ts';

/**
 * A table of which nothing is durable yet may be too large for one write. Then its rows are written piece by piece under a
 * mark which says that they do not count.
 *
 * @returns what takes the mark away, to be written in one moment with the rest of the state
 */
export async function writeUnfinished(
  { storage, keys }: { readonly storage: KeyValueStore; readonly keys: RowKeys },
  rows: OpenRows<unknown>,
  first: readonly RowChange<unknown>[],
  others: AsyncIterable<readonly RowChange<unknown>[]>,
): Promise<readonly KeyValueWrite[]> {
  await storage.write([unfinishedMark(keys)]);
  await rows.write(first);
  for await (const piece of others) await rows.write(piece);
  return [{ key: keys.unfinished, value: undefined }];
}

/** What makes the rows of a table count no more, or not yet. */
export function unfinishedMark({ unfinished }: RowKeys): KeyValueWrite {
  return { key: unfinished, value: 'rows that do not count' };
}

/** Deletes the rows of a write that never came to its end. */
export async function dropUnfinished(storage: KeyValueStore, keys: RowKeys): Promise<void> {
  if ((await storage.get(keys.unfinished)) !== undefined) await dropRows(storage, keys);
}

/** Changes as they are found, so many at a time, in slices of the thread. */
export async function* inPieces(
  changes: Iterable<RowChange<unknown> | undefined>,
  maxRows: number,
  slices: Slices,
): AsyncGenerator<readonly RowChange<unknown>[], void, void> {
  let piece: RowChange<unknown>[] = [];
  for (const change of changes) {
    if (change !== undefined) piece.push(change);
    const pause = slices.next();
    if (pause !== undefined) await pause;
    if (piece.length < maxRows) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
