import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { Listeners } from './listeners.ts';

test('who throws keeps nobody from hearing, and is heard of itself', () => {
  const time = new VirtualTime();
  const listeners = new Listeners<number>(time);
  const heard: string[] = [];
  listeners.add(() => {
    throw new Error('cannot listen');
  });
  const stop = listeners.add((value) => heard.push(`one ${value}`));
  listeners.add((value) => heard.push(`two ${value}`));
  listeners.tell(1);
  expect(heard).toEqual(['one 1', 'two 1']);
  expect(() => time.advance(1)).toThrow('cannot listen');
  stop();
  listeners.tell(2);
  expect(heard).toEqual(['one 1', 'two 1', 'two 2']);
});
