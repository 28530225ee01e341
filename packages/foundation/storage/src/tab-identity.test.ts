import { locks } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { createMemoryIdentityLocks, createWebIdentityLocks, type IdentityLocks } from './tab-identity.ts';

const suites: Record<string, () => IdentityLocks> = {
  'in memory': createMemoryIdentityLocks,
  'as Web Locks': () => createWebIdentityLocks(locks),
};

describe.each(Object.entries(suites))('identity locks %s', (_, create) => {
  test('a name is held once, and again after its release', async () => {
    const tabs = create();
    const release = await tabs.tryAcquire('one');
    expect(release).toBeTypeOf('function');
    expect(await tabs.tryAcquire('one')).toBeUndefined();
    release?.();
    const again = await acquireSoon(tabs, 'one');
    expect(again).toBeTypeOf('function');
    again?.();
  });

  test('names do not meet', async () => {
    const tabs = create();
    const releases = [await tabs.tryAcquire('a'), await tabs.tryAcquire('b')];
    expect(releases.every((release) => release !== undefined)).toBe(true);
    for (const release of releases) release?.();
  });

  test('a second release does not take the name from its next holder', async () => {
    const tabs = create();
    const first = await tabs.tryAcquire('passed on');
    first?.();
    const second = await acquireSoon(tabs, 'passed on');
    first?.();
    expect(await tabs.tryAcquire('passed on')).toBeUndefined();
    second?.();
  });

  test('of many at once exactly one gets the name', async () => {
    const tabs = create();
    const releases = await Promise.all(Array.from({ length: 10 }, () => tabs.tryAcquire('wanted')));
    expect(releases.filter((release) => release !== undefined)).toHaveLength(1);
    for (const release of releases) release?.();
  });
});

test('two owners of the same Web Locks exclude each other', async () => {
  const [one, other] = [createWebIdentityLocks(locks), createWebIdentityLocks(locks)];
  const release = await one.tryAcquire('shared');
  expect(await other.tryAcquire('shared')).toBeUndefined();
  release?.();
});

test('a browser that refuses locks is heard', async () => {
  const refused = createWebIdentityLocks({
    request: () => Promise.reject(new DOMException('no', 'SecurityError')),
  });
  await expect(refused.tryAcquire('any')).rejects.toThrow('no');
});

/** A browser gives a released name back a moment later. */
async function acquireSoon(tabs: IdentityLocks, name: string) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const release = await tabs.tryAcquire(name);
    if (release !== undefined) return release;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return undefined;
}
