import type { Random } from '@statehouse/kernel';

interface Task {
  readonly atMs: number;
  readonly tieBreak: number;
  readonly order: number;
  readonly run: () => void | Promise<void>;
  cancelled: boolean;
}

/**
 * Virtual time: one queue ordered by (time, random tie-break, order of arrival). Tasks of one instant run in an order
 * that the seed decides, as threads and machines would.
 */
export class Scheduler {
  readonly #random: Random;
  #heap: Task[] = [];
  #nowMs = 1_000_000;
  #order = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void | Promise<void>): () => void {
    const task: Task = {
      atMs: this.#nowMs + Math.max(0, delayMs),
      tieBreak: this.#random.next(),
      order: this.#order,
      run,
      cancelled: false,
    };
    this.#order += 1;
    this.#push(task);
    return () => {
      task.cancelled = true;
    };
  }

  /** Runs the next task; false if there is none before `untilMs`. */
  async step(untilMs: number): Promise<boolean> {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.atMs > untilMs) {
        this.#nowMs = Math.max(this.#nowMs, untilMs);
        return false;
      }
      this.#pop();
      if (next.cancelled) continue;
      this.#nowMs = next.atMs;
      await next.run();
      return true;
    }
  }

  #push(task: Task): void {
    const heap = this.#heap;
    let index = heap.push(task) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(task, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = task;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const left = heap[child];
      if (left === undefined) break;
      const right = heap[child + 1];
      let smaller = left;
      if (right !== undefined && isBefore(right, left)) {
        smaller = right;
        child += 1;
      }
      if (!isBefore(smaller, last)) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(a: Task, b: Task): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs;
  if (a.tieBreak !== b.tieBreak) return a.tieBreak < b.tieBreak;
  return a.order < b.order;
}
