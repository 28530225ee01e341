import type { Stopwatch } from '@statehouse/kernel';
import { Observable } from 'rxjs';

export interface FrameBudget {
  /** Tells of each frame that begins. */
  readonly frames$: Observable<unknown>;
  /** What is emitted in one frame may take so long, what listeners do with it included. */
  readonly budgetMs: number;
  readonly stopwatch: Stopwatch;
}

/**
 * Emits items as quickly as frames allow: in each as many as its budget of time takes, and at least one. Each is emitted
 * once, in order.
 */
export function inFrames<Item>(items: Iterable<Item>, budget: FrameBudget): Observable<Item> {
  const { frames$, budgetMs, stopwatch } = budget;
  return new Observable((subscriber) => {
    const iterator = items[Symbol.iterator]();
    return frames$.subscribe(() => {
      const endMs = stopwatch.nowMs() + budgetMs;
      do {
        const next = iterator.next();
        if (next.done === true) {
          subscriber.complete();
          return;
        }
        subscriber.next(next.value);
      } while (!subscriber.closed && stopwatch.nowMs() < endMs);
    });
  });
}
