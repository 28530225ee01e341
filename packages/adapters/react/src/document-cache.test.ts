import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { DEFAULT_CACHE_TIMES, DocumentCache } from './document-cache.ts';

const { graceMs, retryMs } = DEFAULT_CACHE_TIMES;

function cacheUnderTest() {
  const time = new VirtualTime();
  const said: string[] = [];
  const client = {
    fails: false,
    open(name: string): Promise<string> {
      said.push(`open ${name}`);
      return this.fails
        ? Promise.reject(new Error(`${name} is not yours`))
        : Promise.resolve(`document ${name}`);
    },
    leave: (name: string) => void said.push(`leave ${name}`),
  };
  return { time, said, client, cache: new DocumentCache(client, time, DEFAULT_CACHE_TIMES) };
}

test('who asks for a document gets the same promise until it is left', async () => {
  const { cache, said } = cacheUnderTest();
  const promise = cache.ask('a');
  expect(cache.ask('a')).toBe(promise);
  await promise;
  expect(cache.ask('a')).toBe(promise);
  expect(cache.ask('b')).not.toBe(promise);
  expect(said).toEqual(['open a', 'open b']);
});

test('a document is left a while after its last user has gone', async () => {
  const { cache, said, time } = cacheUnderTest();
  const promise = cache.ask('a');
  await promise;
  const releases = [cache.hold('a', promise), cache.hold('a', promise)];
  time.advance(graceMs * 2);
  releases[0]?.();
  time.advance(graceMs * 2);
  expect(said).toEqual(['open a']);
  releases[1]?.();
  time.advance(graceMs - 1);
  expect(said).toEqual(['open a']);
  time.advance(1);
  expect(said).toEqual(['open a', 'leave a']);
  expect(time.pending).toBe(0);
});

test('who comes back in time finds it open', async () => {
  const { cache, said, time } = cacheUnderTest();
  const promise = cache.ask('a');
  await promise;
  cache.hold('a', promise)?.();
  time.advance(graceMs - 1);
  expect(cache.ask('a')).toBe(promise);
  time.advance(graceMs - 1);
  const release = cache.hold('a', promise);
  time.advance(graceMs * 2);
  expect(said).toEqual(['open a']);
  expect(release).toBeDefined();
});

test('a rendering that never comes to the screen does not keep a document open', async () => {
  const { cache, said, time } = cacheUnderTest();
  await cache.ask('a');
  time.advance(graceMs);
  expect(said).toEqual(['open a', 'leave a']);
});

test('who comes too late is told, and asks again', async () => {
  const { cache, said, time } = cacheUnderTest();
  const promise = cache.ask('a');
  await promise;
  time.advance(graceMs);
  expect(cache.hold('a', promise)).toBeUndefined();
  expect(cache.ask('a')).not.toBe(promise);
  expect(said).toEqual(['open a', 'leave a', 'open a']);
});

test('an opening that takes long is not given up', () => {
  const { cache, said, time } = cacheUnderTest();
  cache.ask('a');
  time.advance(graceMs * 100);
  cache.ask('a');
  expect(said).toEqual(['open a']);
});

test('a failure is the same one while it is being shown, and is tried anew afterwards', async () => {
  const { cache, client, said, time } = cacheUnderTest();
  client.fails = true;
  const promise = cache.ask('a');
  await expect(promise).rejects.toThrow('not yours');
  time.advance(retryMs - 1);
  expect(cache.ask('a')).toBe(promise);
  time.advance(retryMs - 1);
  expect(cache.ask('a')).toBe(promise);
  time.advance(retryMs);
  client.fails = false;
  await expect(cache.ask('a')).resolves.toBe('document a');
  expect(said).toEqual(['open a', 'open a']);
});
