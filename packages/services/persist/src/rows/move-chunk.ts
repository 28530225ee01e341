import type { KeyValueStore, KeyValueWrite } from '@statehouse/storage';
import { persistError } from '../errors.ts';
import type { RowFormat } from './row-format.ts';

/** Where a chunk is moved. */
export interface ChunkPlace {
  readonly storage: KeyValueStore;
  readonly format: RowFormat;
  /** Whether the application has written or deleted a row since the chunk was begun: its word is the last. */
  isTouched(id: string): boolean;
}

export interface ChunkBounds {
  readonly maxRows: number;
  /** Called when the work begins; the answer is asked after each row whether the thread has been kept long enough. */
  readonly startSlice: () => () => boolean;
}

export interface MovedChunk {
  /** How many rows were looked at; 0 when nothing is left of the version. */
  readonly rowsSeen: number;
  /** Those that the application is not writing itself. */
  readonly rowsMoved: number;
  /** What did not fit its checksum; it is kept aside. */
  readonly damaged: readonly string[];
}

/**
 * Brings the next rows of a version to the wanted one: they are written, read back, and only then deleted where they
 * were. Whoever dies in between leaves rows that are there twice, with one meaning; the wanted version counts.
 *
 * @throws StatehouseError `persist/row-not-migrated`, with nothing of the chunk changed
 */
export async function moveChunk(place: ChunkPlace, from: number, bounds: ChunkBounds): Promise<MovedChunk> {
  const { storage, format } = place;
  const found = await storage.range(...format.keys.rowsOf(from), bounds.maxRows);
  if (found.length === 0) return { rowsSeen: 0, rowsMoved: 0, damaged: [] };
  const target = (id: string) => format.keys.row(format.version, id);
  const there = await Promise.all(found.map(([key]) => storage.get(target(format.keys.idOf(key)))));
  const written: KeyValueWrite[] = [];
  const damaged: string[] = [];
  const seen: string[] = [];
  // From here to the write in one turn: what is touched later comes after it.
  const isTimeUp = bounds.startSlice();
  for (const [at, [key, value]] of found.entries()) {
    const id = format.keys.idOf(key);
    seen.push(id);
    // A sound one in the wanted version is what this one has become before.
    if (!place.isTouched(id) && !format.isSound(id, format.version, there[at])) {
      const moved = format.moved(id, from, value);
      const broken = moved === undefined ? value : there[at];
      const brokenKey = moved === undefined ? key : target(id);
      if (broken !== undefined) {
        damaged.push(brokenKey);
        written.push({ key: format.keys.aside(brokenKey), value: broken });
      }
      if (moved !== undefined) written.push({ key: target(id), value: moved });
    }
    if (isTimeUp()) break;
  }
  await storage.write(written);
  await checkReadBack(place, written);
  const old = seen.filter((id) => !place.isTouched(id));
  await storage.write(old.map((id) => ({ key: format.keys.row(from, id), value: undefined })));
  return { rowsSeen: seen.length, rowsMoved: old.length, damaged };
}

async function checkReadBack(place: ChunkPlace, written: readonly KeyValueWrite[]): Promise<void> {
  const values = await Promise.all(written.map(({ key }) => place.storage.get(key)));
  for (const [at, { key, value }] of written.entries()) {
    if (values[at] !== value && !place.isTouched(place.format.keys.idOf(key)))
      throw persistError('damaged', { key, problem: 'it was read back otherwise than it was written' });
  }
}
