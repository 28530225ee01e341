import { createHub, createPlainStore } from '@statehouse/hub';
import { createRedactor } from '@statehouse/hub/recording';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { type AnalyticsOptions, createAnalytics } from './analytics.ts';
import { leaveWithPage } from './leave-with-page.ts';
import { trackChanges } from './track-changes.ts';

const SECRET = 'correct horse battery staple';

function session(options: Partial<AnalyticsOptions> = {}) {
  const time = new VirtualTime(1_000);
  const sent: string[] = [];
  const beacons: string[] = [];
  const redactor = createRedactor({ sensitive: ['password'], key: 'a key of the tests, long enough' });
  const analytics = createAnalytics({
    transport: {
      send: async (batch) => void sent.push(batch),
      beacon: (batch) => beacons.push(batch) > 0,
    },
    redactor,
    consent: 'given',
    clock: time,
    timers: time,
    random: seededRandom(3),
    ...options,
  });
  const batches = () => sent.map((text) => JSON.parse(text));
  return { analytics, time, sent, beacons, batches, redactor };
}

/** Lets everything that is promised come about. */
async function turn(): Promise<void> {
  for (let count = 0; count < 10; count += 1) await Promise.resolve();
}

test('events leave together: after a while, or as soon as a batch is full', async () => {
  const { analytics, time, batches } = session({ maxBatch: 3 });
  analytics.track('open', { room: 'board' });
  time.advance(500);
  analytics.track('zoom');
  time.advance(9_499);
  await turn();
  expect(batches()).toEqual([]);
  time.advance(1);
  await turn();
  expect(batches()).toMatchObject([
    {
      sampleRate: 1,
      dropped: 0,
      events: [
        { name: 'open', atMs: 1_000, properties: { room: 'board' } },
        { name: 'zoom', atMs: 1_500, properties: {} },
      ],
    },
  ]);
  for (let count = 0; count < 4; count += 1) analytics.track('pan');
  await turn();
  expect(batches().map(({ events }) => events.length)).toEqual([2, 3]);
});

test('a batch that was not taken comes again after waits that get longer, with the same id', async () => {
  let isDown = true;
  const tries: { readonly id: string; readonly atMs: number }[] = [];
  const { analytics, time } = session({
    transport: {
      async send(text) {
        tries.push({ id: JSON.parse(text).id, atMs: time.nowMs() });
        if (isDown) throw new Error('offline');
      },
    },
  });
  analytics.track('open');
  analytics.flush();
  for (let second = 0; second < 60; second += 1) {
    await turn();
    time.advance(1_000);
  }
  isDown = false;
  time.advance(300_000);
  await turn();
  expect(new Set(tries.map(({ id }) => id)).size).toBe(1);
  const waits = tries.slice(1).map(({ atMs }, at) => atMs - (tries[at]?.atMs ?? 0));
  expect(waits.length).toBeGreaterThan(3);
  expect(waits.at(-1)).toBeGreaterThan(8 * (waits[0] ?? 0));
});

test('until somebody allows it nothing leaves, and of who refuses nothing is kept', async () => {
  const { analytics, time, sent, beacons } = session({ consent: 'unasked' });
  analytics.track('before');
  analytics.flush();
  analytics.leave();
  time.advance(60_000);
  await turn();
  expect([sent, beacons]).toEqual([[], []]);
  analytics.setConsent('given');
  time.advance(10_000);
  await turn();
  expect(sent).toHaveLength(1);
  analytics.track('kept');
  analytics.setConsent('refused');
  analytics.track('late');
  analytics.setConsent('given');
  time.advance(60_000);
  analytics.leave();
  await turn();
  expect([sent.length, beacons.length]).toEqual([1, 0]);
});

test('a share of the sessions is followed, each as a whole', async () => {
  let followed = 0;
  for (let seed = 0; seed < 400; seed += 1) {
    const { analytics, sent } = session({ sampleRate: 0.25, random: seededRandom(seed), maxBatch: 1 });
    for (let count = 0; count < 5; count += 1) {
      analytics.track('open');
      await turn();
    }
    expect([0, 5]).toContain(sent.length);
    followed += sent.length / 5;
  }
  expect(followed / 400).toBeGreaterThan(0.18);
  expect(followed / 400).toBeLessThan(0.32);
});

test('at the end of a page all that waits is handed over, in pieces that a browser takes', () => {
  const { analytics, beacons } = session({ maxBatch: 1_000, maxBatchBytes: 2_000 });
  const page = new EventTarget();
  const stop = leaveWithPage(analytics, page);
  for (let count = 0; count < 200; count += 1) analytics.track('pan', { to: `плюс ${count}` });
  page.dispatchEvent(new Event('pagehide'));
  const bytes = beacons.map((text) => new TextEncoder().encode(text).length);
  expect(Math.max(...bytes)).toBeLessThan(2_000 + 400);
  expect(beacons.flatMap((text) => JSON.parse(text).events)).toHaveLength(200);
  stop();
  analytics.track('later');
  page.dispatchEvent(new Event('pagehide'));
  expect(beacons).toHaveLength(bytes.length);
});

test('secrets leave neither in names nor in what events carry', async () => {
  const { analytics, sent, beacons, redactor } = session();
  redactor.learn(SECRET);
  analytics.track('login', { user: 'ada', password: 'hunter2hunter2' });
  analytics.track(`typed ${SECRET}`, { text: `it is ${SECRET}`, list: [{ password: SECRET }] });
  analytics.track('later', { note: 'my hunter2hunter2' });
  analytics.flush();
  analytics.track('at the end', { password: 'hunter2hunter2', text: SECRET });
  analytics.leave();
  await turn();
  const all = [...sent, ...beacons].join('\n');
  expect(all).toContain('"user":"ada"');
  expect(all).not.toContain(SECRET);
  expect(all).not.toContain('hunter2hunter2');
});

test('changes of a hub are noted by name, without what they carried', async () => {
  const { analytics, sent } = session();
  const hub = createHub();
  hub.plugins.add(trackChanges(analytics));
  const cart = hub.add(
    'cart',
    createPlainStore({ initial: 0, reduce: (at: number, { by }: { type: 'add'; by: number }) => at + by }),
  );
  cart.dispatch({ type: 'add', by: 471_100 });
  analytics.flush();
  await turn();
  expect(JSON.parse(sent[0] ?? '{}').events).toMatchObject([
    { name: 'cart/add', properties: { outcome: 'applied' } },
  ]);
  expect(sent[0]).not.toContain('471100');
});

test('bounds that make no sense are refused by code', () => {
  expect(() => session({ sampleRate: 1.5 })).toThrow(expect.objectContaining({ code: 'observe/bad-rate' }));
  expect(() => session({ maxQueued: 0 })).toThrow(expect.objectContaining({ code: 'observe/bad-bound' }));
});
