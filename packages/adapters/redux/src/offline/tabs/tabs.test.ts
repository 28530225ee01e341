import { expect, test } from 'vitest';
import { abc, OfflineDevice } from '../testing/offline-desk.ts';

test('another tab shows the layer and hears the answer; one of them sends', async () => {
  const device = new OfflineDevice();
  const [one, two] = [await device.open(), await device.open()];
  await one.load(abc());
  await two.load(abc());
  const adding = two.add('new');
  await device.pass(30);
  expect(one.titles()).toEqual(['a', 'b', 'c', 'new']);
  expect([one.queue.getSnapshot().isSender, two.queue.getSnapshot().isSender]).toEqual([true, false]);
  expect(two.states()).toEqual(['sending']);
  device.server.next('POST').answer(200, { id: 'n', title: 'new' });
  await device.pass(30);
  expect(await adding).toEqual({ data: { id: 'n', title: 'new' } });
  for (const page of [one, two]) expect(page.posts()).toEqual([...abc(), { id: 'n', title: 'new' }]);
  expect(device.server.log.filter((line) => line.startsWith('POST'))).toHaveLength(1);
});

test('a tab that sends and freezes is relieved; when it thaws it sends nothing', async () => {
  const device = new OfflineDevice();
  const [one, two] = [await device.open(), await device.open()];
  one.tab.freeze();
  const renaming = two.rename('b', 'B');
  await device.pass(4_000);
  expect(device.server.waiting).toEqual([]);
  await device.pass(1_100);
  expect(two.queue.getSnapshot().isSender).toBe(true);
  device.server.next('PATCH').answer(200, { id: 'b', title: 'B' });
  expect(await renaming).toHaveProperty('data');
  one.tab.thaw();
  await device.pass(20_000);
  expect(one.queue.getSnapshot()).toMatchObject({ isSender: false, entries: [] });
  expect(device.server.log.filter((line) => line.startsWith('PATCH'))).toHaveLength(1);
});

test('commands of any tab are done by the one that sends', async () => {
  const device = new OfflineDevice();
  const [one, two] = [await device.open(), await device.open()];
  await device.turnConnectivity(false);
  const renaming = one.rename('b', 'B');
  await device.pass(30);
  const removing = two.queue.remove(two.queue.getSnapshot().entries[0]?.id ?? '');
  await device.pass(30);
  expect(await removing).toBe('done');
  expect(await renaming).toHaveProperty('error');
});

test('without locks the tab that came last sends for all, and another one when that is gone', async () => {
  const device = new OfflineDevice();
  const [one, two] = [await device.open({}, { lacks: 'locks' }), await device.open({}, { lacks: 'locks' })];
  one.rename('a', 'A');
  await device.pass(50);
  expect([one, two].map(({ queue }) => queue.getSnapshot().isSender)).toEqual([false, true]);
  expect(device.server.log).toHaveLength(1);
  two.close();
  one.rename('b', 'B');
  await device.pass(5_100);
  expect(one.queue.getSnapshot().isSender).toBe(true);
  // What the other tab has sent goes again, under its key.
  expect(device.server.log[1]).toBe(device.server.log[0]);
  device.server.waiting.at(-1)?.answer(200, { id: 'a', title: 'A' });
  await device.pass(50);
  expect(device.server.waiting.at(-1)?.body).toEqual({ title: 'B' });
});

test('without a channel a tab that has something to send takes the lock after a while', async () => {
  const device = new OfflineDevice();
  const [one, two] = [
    await device.open({}, { lacks: 'openChannel' }),
    await device.open({}, { lacks: 'openChannel' }),
  ];
  expect(one.queue.getSnapshot().isSender).toBe(true);
  two.rename('a', 'A');
  await device.pass(5_100);
  expect([one, two].map(({ queue }) => queue.getSnapshot().isSender)).toEqual([false, true]);
  expect(device.server.log).toHaveLength(1);
});

test('what a leader that dies has not answered is asked of the next one, without waiting', async () => {
  const device = new OfflineDevice();
  const [one, two, three] = [await device.open(), await device.open(), await device.open()];
  one.tab.freeze();
  const asking = three.queue.remove('nothing');
  // All have heard it.
  await device.pass(50);
  one.close();
  await device.pass(100);
  expect(await Promise.race([asking, 'no answer yet'])).toBe('gone');
  expect([two, three].map(({ queue }) => queue.getSnapshot().isSender)).toEqual([true, false]);
});

test('an answer to what was given up, and is sent again, lets nothing overtake it', async () => {
  const device = new OfflineDevice();
  const [one, two] = [await device.open(), await device.open()];
  one.rename('a', 'A');
  one.rename('b', 'B');
  await device.pass(20);
  const [early] = device.server.waiting;
  one.tab.freeze();
  two.rename('c', 'C');
  await device.pass(6_000);
  two.close();
  one.tab.thaw();
  await device.pass(100);
  expect(one.queue.getSnapshot().isSender).toBe(true);
  const under = () => device.server.waiting.filter((held) => held !== early).map(({ body }) => body);
  const before = under();
  expect(before.at(-1)).toEqual({ title: 'A' });
  early?.fail();
  await device.pass(5_000);
  expect(under()).toEqual(before);
});
