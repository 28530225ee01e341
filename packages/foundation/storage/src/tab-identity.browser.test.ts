import { expect, test } from 'vitest';
import { createWebIdentityLocks } from './tab-identity.ts';

test('a name held by a tab is free once the tab is gone', async () => {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const theirs = frame.contentWindow?.navigator.locks;
  if (theirs === undefined) throw new Error('the frame has no locks');
  const name = crypto.randomUUID();
  const [mine, other] = [createWebIdentityLocks(navigator.locks), createWebIdentityLocks(theirs)];
  expect(await other.tryAcquire(name)).toBeTypeOf('function');
  expect(await mine.tryAcquire(name)).toBeUndefined();
  frame.remove();
  await expect.poll(() => mine.tryAcquire(name)).toBeTypeOf('function');
});
