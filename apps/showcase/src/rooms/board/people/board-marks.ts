import type { Board } from '../window/board.ts';
import { CellMap } from '../window/cell.ts';

/** What an element's edge says of this person's work on it. */
export type Mark = 'pending' | 'refused' | 'conflict';

/**
 * Which elements carry a mark: what waits for the server, what it refused, what lost against others.
 *
 * Invariant after `refresh`: `refused` and `conflict` are those of the document; nothing is `pending` while nothing waits.
 */
export class BoardMarks {
  readonly marks = new CellMap<Mark>();
  readonly #board: Board;
  readonly #pending: Set<string>;
  readonly #stops: (() => void)[];
  #conflicts: unknown;
  #refused: unknown;

  constructor(board: Board) {
    this.#board = board;
    const { document } = board;
    // What was written before a reload may still wait.
    this.#pending = new Set(document.pendingIds('elements'));
    this.#stops = [
      document.subscribe((event) => {
        if (event.cause !== 'local') return;
        for (const { table, id } of event.effect) if (table === 'elements') this.#pending.add(id);
        this.#show();
      }),
      document.subscribeStatus(() => this.refresh()),
    ];
    this.refresh();
    this.#show();
  }

  refresh(): void {
    const { document } = this.#board;
    const isAnswered = this.#pending.size > 0 && document.status.pending === 0;
    const isSame = document.conflicts === this.#conflicts && document.refused === this.#refused;
    if (isSame && !isAnswered) return;
    if (isAnswered) this.#pending.clear();
    this.#conflicts = document.conflicts;
    this.#refused = document.refused;
    this.#show();
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }

  #show(): void {
    const { document } = this.#board;
    const marks = new Map<string, Mark>();
    for (const id of this.#pending) marks.set(id, 'pending');
    for (const { operation } of document.refused)
      for (const edit of operation.edits) if (edit.table === 'elements') marks.set(edit.id, 'refused');
    for (const { conflict } of document.conflicts)
      if (conflict.table === 'elements') marks.set(conflict.id, 'conflict');
    this.marks.replace(marks);
  }
}
