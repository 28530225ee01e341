import { setTimeout as pause } from 'node:timers/promises';
import { locks } from 'node:worker_threads';
import { drawInt, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { runTabsConformance } from './conformance.ts';
import { createWebTabChannel } from './tab-channel.ts';
import { createWebTabs } from './tabs.ts';
import { createVirtualTabs } from './virtual-tabs.ts';

describe('virtual tabs', () => {
  runTabsConformance(
    {
      create() {
        const time = new VirtualTime();
        const random = seededRandom(1, 'tabs');
        const browser = createVirtualTabs({ timers: time, random, delayMs: () => drawInt(random, 30) });
        return {
          tabs: [browser.open(), browser.open(), browser.open()],
          settle: async () => time.advance(1_000),
        };
      },
    },
    { test },
  );

  test('what reaches a frozen tab waits, what reaches a dead one is lost', () => {
    const time = new VirtualTime();
    const browser = createVirtualTabs({ timers: time, random: seededRandom(1), delayMs: () => 5 });
    const [speaker, frozen, dead] = [browser.open(), browser.open(), browser.open()];
    const heard: string[] = [];
    for (const [name, tab] of [
      ['frozen', frozen],
      ['dead', dead],
    ] as const) {
      tab.openChannel?.('c').listen((message) => heard.push(`${name} ${String(message)}`));
      tab.timers.after(10, () => heard.push(`${name} timer`));
    }
    frozen.freeze();
    dead.die();
    speaker.openChannel?.('c').post('hello');
    time.advance(100);
    expect(heard).toEqual([]);
    frozen.thaw();
    time.advance(100);
    expect(heard.toSorted()).toEqual(['frozen hello', 'frozen timer']);
  });

  test('a timer that fell due in a frozen tab can still be cancelled', () => {
    const time = new VirtualTime();
    const tab = createVirtualTabs({ timers: time, random: seededRandom(1), delayMs: () => 5 }).open();
    const fired: string[] = [];
    const cancel = tab.timers.after(10, () => fired.push('cancelled'));
    tab.timers.after(10, () => fired.push('left'));
    tab.freeze();
    time.advance(20);
    cancel();
    tab.thaw();
    time.advance(100);
    expect(fired).toEqual(['left']);
  });

  test('a dead tab gives its names back', () => {
    const time = new VirtualTime();
    const browser = createVirtualTabs({ timers: time, random: seededRandom(1), delayMs: () => 5 });
    const [first, second] = [browser.open(), browser.open()];
    const held: string[] = [];
    const nothing = { onLost: () => {}, onFailed: () => {} };
    first.locks?.request('name', { ...nothing, onHeld: () => held.push('first') });
    time.advance(10);
    second.locks?.request('name', { ...nothing, onHeld: () => held.push('second') });
    time.advance(10);
    first.die();
    first.locks?.request('name', { ...nothing, onHeld: () => held.push('the dead') });
    time.advance(10);
    expect(held).toEqual(['first', 'second']);
    second.die();
    time.advance(10);
    expect([held, browser.holderOf('name')]).toEqual([['first', 'second'], undefined]);
  });
});

describe('tabs by the Web Locks and the BroadcastChannel of Node', () => {
  runTabsConformance(
    {
      create: () => {
        const scope = { navigator: { locks }, BroadcastChannel };
        return {
          tabs: [createWebTabs(scope), createWebTabs(scope), createWebTabs(scope)],
          settle: () => pause(30),
        };
      },
    },
    { test },
  );
});

test('a browser without locks, or without channels, says so', () => {
  expect(createWebTabs({})).toMatchObject({ locks: undefined, openChannel: undefined });
});

test('locks that the browser refuses are heard', async () => {
  const refused = createWebTabs({
    navigator: { locks: { request: () => Promise.reject(new DOMException('no', 'SecurityError')) } },
  });
  const reason = new Promise((resolve) => {
    refused.locks?.request('any', { onHeld: () => {}, onLost: () => {}, onFailed: resolve });
  });
  await expect(reason).resolves.toMatchObject({ name: 'SecurityError' });
});

test('a lock that comes when it is not wanted any more is given back at once', async () => {
  const granted = Promise.withResolvers<unknown>();
  const { locks } = createWebTabs({
    navigator: {
      locks: {
        request: async (_: string, ...rest: readonly unknown[]) => {
          const callback = rest.at(-1);
          await Promise.resolve();
          granted.resolve(typeof callback === 'function' ? callback(null) : 'no callback');
        },
      },
    },
  });
  const held: string[] = [];
  const cancel = locks?.request('name', {
    steal: true,
    onHeld: () => held.push('held'),
    onLost: () => held.push('lost'),
    onFailed: () => held.push('failed'),
  });
  cancel?.();
  // A lock is held for as long as its callback's promise lasts.
  expect(await granted.promise).toBeUndefined();
  expect(held).toEqual([]);
});

test('what the browser could not read is heard as nothing that is a message', () => {
  const channel = new BroadcastChannel('unreadable');
  const heard: unknown[] = [];
  const tab = createWebTabChannel(channel);
  const stop = tab.listen((message) => heard.push(message));
  channel.dispatchEvent(new MessageEvent('messageerror', { data: 'half of it' }));
  stop();
  channel.dispatchEvent(new MessageEvent('messageerror'));
  tab.close();
  expect(() => channel.postMessage('after the end')).toThrow();
  expect(heard).toEqual([undefined]);
});

test('a tab hears that its page will be frozen, as long as it listens', () => {
  const page = new EventTarget();
  let heard = 0;
  const stop = createWebTabs({ document: page }).onFreeze?.(() => {
    heard += 1;
  });
  page.dispatchEvent(new Event('freeze'));
  stop?.();
  page.dispatchEvent(new Event('freeze'));
  expect(heard).toBe(1);
});
