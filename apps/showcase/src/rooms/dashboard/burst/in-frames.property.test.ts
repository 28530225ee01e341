import { cases, VirtualTime } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { Subject } from 'rxjs';
import { expect, test } from 'vitest';
import { inFrames } from './in-frames.ts';

const costs = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60, size: 'max' });

test('each item comes once and in order, and no frame does more than its budget and one item', () => {
  fc.assert(
    fc.property(costs, fc.integer({ min: 1, max: 8 }), (items, budgetMs) => {
      const time = new VirtualTime();
      const frames$ = new Subject<void>();
      const came: number[] = [];
      let isOver = false;
      inFrames(items, { frames$, budgetMs, stopwatch: time }).subscribe({
        next(cost) {
          came.push(cost);
          time.advance(cost);
        },
        complete() {
          isOver = true;
        },
      });
      for (let frame = 0; frame <= items.length && !isOver; frame += 1) {
        const before = { length: came.length, atMs: time.nowMs() };
        frames$.next();
        const tookMs = time.nowMs() - before.atMs;
        expect(tookMs - (came.at(-1) ?? 0)).toBeLessThan(budgetMs);
        if (!isOver) expect(came.length).toBeGreaterThan(before.length);
      }
      expect(came).toEqual(items);
      expect(isOver).toBe(true);
      expect(frames$.observed).toBe(false);
    }),
    cases(300),
  );
});

test('whoever leaves in the middle of a frame gets nothing more', () => {
  const frames$ = new Subject<void>();
  const came: number[] = [];
  const listening = inFrames([1, 2, 3], { frames$, budgetMs: 10, stopwatch: new VirtualTime() }).subscribe(
    (item) => {
      came.push(item);
      if (item === 2) listening.unsubscribe();
    },
  );
  frames$.next();
  expect(came).toEqual([1, 2]);
  expect(frames$.observed).toBe(false);
});
