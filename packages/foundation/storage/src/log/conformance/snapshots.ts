import { expectEqual, expectRefused } from '../../testing/expectation.ts';
import { sampleRecords } from '../../testing/sample-records.ts';
import { address, expectRecords, type TestLog } from './subject.ts';

/** The newest snapshot shortens loading, and nothing else. */
export function snapshotTests(testLog: TestLog): void {
  testLog('loading starts at the newest snapshot', async ({ store, reopen }) => {
    await store.append(address, 0, 1, sampleRecords(1, 6));
    for (const version of [2, 5, 4]) await store.saveSnapshot(address, { version, body: `at ${version}` });
    await store.close();
    const again = await reopen();
    const { snapshot, tail } = await again.load(address);
    expectEqual({ ...snapshot }, { version: 5, body: 'at 5' }, 'snapshot');
    expectRecords(tail, sampleRecords(6, 6), 'tail');
    expectRecords(await again.read(address, 1, 9), sampleRecords(1, 6), 'the whole log');
    await again.close();
  });

  testLog('a snapshot at the head leaves no tail, and one at 0 all of it', async ({ store }) => {
    await store.append(address, 0, 1, sampleRecords(1, 3));
    await store.saveSnapshot(address, { version: 0, body: 'nothing yet' });
    expectRecords((await store.load(address)).tail, sampleRecords(1, 3), 'tail after 0');
    await store.saveSnapshot(address, { version: 3, body: '😀\0'.repeat(100_000) });
    const { snapshot, tail } = await store.load(address);
    expectEqual(snapshot?.body, '😀\0'.repeat(100_000), 'body');
    expectRecords(tail, [], 'tail after 3');
  });

  testLog('a snapshot at the same version replaces the earlier one', async ({ store }) => {
    await store.append(address, 0, 1, sampleRecords(1, 3));
    await store.saveSnapshot(address, { version: 3, body: 'old' });
    await store.saveSnapshot(address, { version: 3, body: 'new' });
    expectEqual((await store.load(address)).snapshot?.body, 'new', 'body');
  });

  testLog('a snapshot beyond the head is refused', async ({ store }) => {
    await expectRefused('storage/snapshot-ahead', store.saveSnapshot(address, { version: 0, body: '' }));
    await store.append(address, 0, 1, sampleRecords(1, 3));
    await expectRefused('storage/snapshot-ahead', store.saveSnapshot(address, { version: 4, body: '' }));
    await expectRefused(
      'storage/ill-formed-text',
      store.saveSnapshot(address, { version: 3, body: '\ud83d' }),
    );
    expectEqual((await store.load(address)).snapshot === undefined, true, 'no snapshot');
  });
}
