import { expect, test } from 'vitest';
import { EventQueue } from './event-queue.ts';

test('an event that carries nothing is told as well', () => {
  const queue = new EventQueue<void>();
  let heard = 0;
  queue.subscribe(() => {
    heard += 1;
  });
  queue.tell();
  queue.tell();
  expect(heard).toBe(2);
});

test('what a listener causes is told after what is under way, to all', () => {
  const queue = new EventQueue<number>();
  const heard: string[] = [];
  queue.subscribe((event) => {
    heard.push(`a${event}`);
    if (event === 1) queue.tell(2);
  });
  queue.subscribe((event) => heard.push(`b${event}`));
  queue.tell(1);
  expect(heard).toEqual(['a1', 'b1', 'a2', 'b2']);
});
