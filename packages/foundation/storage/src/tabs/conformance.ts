import { assert } from '@statehouse/kernel';
import { type ConformanceTest, expectEqual } from '../testing/expectation.ts';
import type { TabChannel } from './tab-channel.ts';
import type { LockRequest, TabLocks } from './tab-locks.ts';
import type { Tabs } from './tabs.ts';

/** Three tabs of one origin. */
export interface TabsSubject {
  readonly tabs: readonly [Tabs, Tabs, Tabs];
  /** Waits until what is under way has arrived. */
  settle(): Promise<void>;
}

/** Brings the implementation that the suite tests. */
export interface TabsDriver {
  create(): TabsSubject;
}

/** The tests that all locks and channels between tabs must pass. */
export function runTabsConformance(driver: TabsDriver, { test }: { readonly test: ConformanceTest }): void {
  let names = 0;
  const testTabs = (name: string, run: (subject: TabsSubject, name: string) => Promise<void>) =>
    test(name, () => {
      names += 1;
      return run(driver.create(), `conformance ${names}`);
    });
  lockTests(testTabs);
  channelTests(testTabs);
}

type TestTabs = (name: string, run: (subject: TabsSubject, name: string) => Promise<void>) => void;

function lockTests(testTabs: TestTabs): void {
  testTabs('a name is held by one tab, and then by the next in line', async ({ tabs, settle }, name) => {
    const log: string[] = [];
    const [one, two, three] = tabs.map((tab, at) => asking(locksOf(tab), name, `${at}`, log));
    await settle();
    expectEqual(log, ['0 holds'], 'at first');
    one?.release();
    await settle();
    two?.release();
    await settle();
    expectEqual(log, ['0 holds', '1 holds', '2 holds'], 'one after the other');
    three?.release();
    await settle();
  });

  testTabs('who waits no more is passed over', async ({ tabs: [first, second, third], settle }, name) => {
    const log: string[] = [];
    const holder = asking(locksOf(first), name, 'first', log);
    await settle();
    const waiting = asking(locksOf(second), name, 'second', log);
    const next = asking(locksOf(third), name, 'third', log);
    await settle();
    waiting.cancel();
    holder.release();
    await settle();
    expectEqual(log, ['first holds', 'third holds'], 'who held');
    next.release();
    await settle();
  });

  testTabs(
    'a stolen name is lost to its holder, who can give nothing back any more',
    async (subject, name) => {
      const { tabs, settle } = subject;
      const [first, second, third] = tabs;
      const log: string[] = [];
      const holder = asking(locksOf(first), name, 'first', log);
      await settle();
      const waiting = asking(locksOf(second), name, 'second', log);
      await settle();
      const thief = asking(locksOf(third), name, 'third', log, { steal: true });
      await settle();
      expectEqual(log.toSorted(), ['first holds', 'first lost', 'third holds'], 'after the theft');
      holder.release();
      await settle();
      expectEqual(log.length, 3, 'nobody else holds');
      thief.release();
      await settle();
      expectEqual(log.at(-1), 'second holds', 'who waited');
      waiting.release();
      await settle();
    },
  );
}

function channelTests(testTabs: TestTabs): void {
  testTabs(
    'all others hear what is said, in its order, and nobody hears himself',
    async ({ tabs, settle }, name) => {
      const heard: string[][] = [[], [], []];
      const channels = tabs.map((tab) => channelOf(tab, name));
      for (const [at, channel] of channels.entries())
        channel.listen((message) => heard[at]?.push(String(message)));
      for (let number = 0; number < 20; number += 1) channels[0]?.post(`a${number}`);
      await settle();
      const said = Array.from({ length: 20 }, (_, number) => `a${number}`);
      expectEqual(heard, [[], said, said], 'what was heard');
      for (const channel of channels) channel.close();
    },
  );

  testTabs('what arrives is a copy, and is heard as long as one listens', async ({ tabs, settle }, name) => {
    const [one, other] = [channelOf(tabs[0], name), channelOf(tabs[1], name)];
    const elsewhere = channelOf(tabs[2], `${name} elsewhere`);
    const heard: unknown[] = [];
    elsewhere.listen((message) => heard.push(message));
    const stop = other.listen((message) => heard.push(message));
    const message = { list: [1, { deep: true }] };
    one.post(message);
    await settle();
    expectEqual(JSON.stringify(heard), JSON.stringify([message]), 'what was heard');
    assert(heard[0] !== message, () => 'the very object was heard');
    stop();
    one.post('later');
    await settle();
    expectEqual(heard.length, 1, 'how much was heard');
    for (const channel of [one, other, elsewhere]) channel.close();
  });
}

/** Asks for a name, and writes down what comes of it. */
function asking(
  locks: TabLocks,
  name: string,
  who: string,
  log: string[],
  options: Pick<LockRequest, 'steal'> = {},
): { readonly release: () => void; readonly cancel: () => void } {
  let release = () => {};
  const cancel = locks.request(name, {
    ...options,
    onHeld(given) {
      release = given;
      log.push(`${who} holds`);
    },
    onLost: () => log.push(`${who} lost`),
    onFailed: (reason) => log.push(`${who} failed: ${String(reason)}`),
  });
  return { release: () => release(), cancel };
}

function locksOf({ locks }: Tabs): TabLocks {
  if (locks === undefined) throw new Error('the driver brings tabs with locks');
  return locks;
}

function channelOf({ openChannel }: Tabs, name: string): TabChannel {
  if (openChannel === undefined) throw new Error('the driver brings tabs with channels');
  return openChannel(name);
}
