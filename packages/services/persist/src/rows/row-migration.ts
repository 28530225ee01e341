import { isStatehouseError, type StatehouseError, type Stopwatch, type Timers } from '@statehouse/kernel';
import { persistError } from '../errors.ts';
import type { ChunkBounds, MovedChunk } from './move-chunk.ts';

/** How far rows of other versions have come. */
export type RowMigrationStatus =
  | { readonly phase: 'running'; readonly rowsMoved: number }
  /** The storage did not take a chunk; it is tried again. */
  | { readonly phase: 'waiting'; readonly rowsMoved: number; readonly problem: StatehouseError }
  /** A step threw. The rows that were not reached are as they were; the next start tries again. */
  | { readonly phase: 'failed'; readonly rowsMoved: number; readonly problem: StatehouseError }
  | { readonly phase: 'done'; readonly rowsMoved: number }
  | { readonly phase: 'stopped'; readonly rowsMoved: number };

export interface RowMigrationOptions {
  /** Moves the next chunk of a version; no rows in it means that none are left. */
  readonly move: (version: number, bounds: ChunkBounds) => Promise<MovedChunk>;
  /** Told when nothing is left of a version. */
  readonly leave: (version: number) => void;
  readonly told: (status: RowMigrationStatus) => void;
  readonly sliceMs: number;
  readonly maxChunkRows: number;
  readonly timers: Timers;
  readonly stopwatch: Stopwatch;
}

const FIRST_CHUNK_ROWS = 50;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Moves rows of other versions to the wanted one in the background, one chunk after the other, each in a turn of its own.
 *
 * Invariant: at most one chunk is under way, and what it does at a stretch takes about `sliceMs`.
 */
export class RowMigration {
  readonly #options: RowMigrationOptions;
  /** Those that are left. */
  #versions: readonly number[];
  #status: RowMigrationStatus;
  #chunkRows: number;
  #retryMs = FIRST_RETRY_MS;
  #cancel = () => {};
  #underWay: Promise<void> = Promise.resolve();

  constructor(versions: readonly number[], options: RowMigrationOptions) {
    this.#options = options;
    this.#versions = versions;
    this.#chunkRows = Math.min(FIRST_CHUNK_ROWS, options.maxChunkRows);
    this.#status = { phase: versions.length === 0 ? 'done' : 'running', rowsMoved: 0 };
  }

  /** Begins, once. */
  start(): void {
    if (this.#status.phase === 'running') this.#after(0);
  }

  get status(): RowMigrationStatus {
    return this.#status;
  }

  /** Settles when the chunk under way is done; there is no other after it. */
  async stop(): Promise<void> {
    this.#cancel();
    if (this.#isUnderWay) this.#become({ phase: 'stopped', rowsMoved: this.#status.rowsMoved });
    await this.#underWay;
  }

  /** There is nothing left to be moved. */
  finish(): void {
    this.#versions = [];
    this.#become({ phase: 'done', rowsMoved: this.#status.rowsMoved });
  }

  get #isUnderWay(): boolean {
    return this.#status.phase === 'running' || this.#status.phase === 'waiting';
  }

  #after(delayMs: number): void {
    this.#cancel = this.#options.timers.after(delayMs, () => {
      this.#underWay = this.#turn();
    });
  }

  async #turn(): Promise<void> {
    const [version] = this.#versions;
    if (version === undefined) return;
    try {
      const { rowsSeen, ...moved } = await this.#moveChunk(version);
      this.#retryMs = FIRST_RETRY_MS;
      if (rowsSeen === 0) {
        this.#versions = this.#versions.slice(1);
        this.#options.leave(version);
      }
      const rowsMoved = this.#status.rowsMoved + moved.rowsMoved;
      if (this.#isUnderWay)
        this.#become({ phase: this.#versions.length > 0 ? 'running' : 'done', rowsMoved });
      // Rows that are all being written are not asked for again at once.
      const isHeldUp = rowsSeen > 0 && moved.rowsMoved === 0;
      if (this.#isUnderWay) this.#after(isHeldUp ? this.#options.sliceMs : 0);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #moveChunk(version: number): Promise<MovedChunk> {
    const { stopwatch, sliceMs, maxChunkRows, move } = this.#options;
    let isCut = false;
    const startSlice = () => {
      const startMs = stopwatch.nowMs();
      return () => {
        isCut = stopwatch.nowMs() - startMs >= sliceMs;
        return isCut;
      };
    };
    const moved = await move(version, { maxRows: this.#chunkRows, startSlice });
    // As many as fit into a slice, found out as it goes.
    this.#chunkRows = isCut ? Math.max(1, moved.rowsSeen) : Math.min(maxChunkRows, this.#chunkRows * 2);
    return moved;
  }

  #failed(error: unknown): void {
    if (!this.#isUnderWay) return;
    const { rowsMoved } = this.#status;
    if (isStatehouseError(error) && error.code.startsWith('persist/')) {
      this.#become({ phase: 'failed', rowsMoved, problem: error });
      return;
    }
    const reason = error instanceof Error ? error.message : 'unknown';
    const problem = isStatehouseError(error)
      ? error
      : persistError('chunk-not-written', { reason }, { cause: error });
    this.#become({ phase: 'waiting', rowsMoved, problem });
    this.#after(this.#retryMs);
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
  }

  #become(status: RowMigrationStatus): void {
    this.#status = status;
    this.#options.told(status);
  }
}
