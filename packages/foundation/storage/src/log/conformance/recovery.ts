import { expectEqual } from '../../testing/expectation.ts';
import { sampleRecord, sampleRecords } from '../../testing/sample-records.ts';
import { address, expectAppended, expectConflict, expectRecords, type TestLog } from './subject.ts';

/** A damaged end can be taken out, and the log goes on from what is sound. */
export function recoveryTests(testLog: TestLog): void {
  testLog('setting aside shortens the log to its sound part', async ({ store, reopen }) => {
    await store.append(address, 0, 1, sampleRecords(1, 6));
    await store.saveSnapshot(address, { version: 2, body: 'sound' });
    await store.saveSnapshot(address, { version: 5, body: 'behind the damage' });
    expectEqual(await store.setAside(address, 3), 3, 'records taken out');
    const { snapshot, tail } = await store.load(address);
    expectEqual(snapshot?.body, 'sound', 'snapshot');
    expectRecords(tail, sampleRecords(3, 3), 'tail');
    expectEqual(
      (await store.find(address, 'client', 4)) === undefined,
      true,
      'a sequence that was taken out',
    );
    await expectConflict(3, store.append(address, 6, 1, [sampleRecord(7)]));
    const next = sampleRecord(4, { payload: 'sent again' });
    await expectAppended(store.append(address, 3, 1, [next]));
    await expectAppended(store.append(address, 4, 1, sampleRecords(5, 6)));
    expectEqual(
      (await store.load(address)).snapshot?.body,
      'sound',
      'snapshot when the log is as long again',
    );
    await store.close();
    const again = await reopen();
    const whole = [...sampleRecords(1, 3), next, ...sampleRecords(5, 6)];
    expectRecords(await again.read(address, 1, 9), whole, 'after reopening');
    await again.close();
  });

  testLog('setting aside twice, or nothing, changes nothing more', async ({ store }) => {
    await store.append(address, 0, 1, sampleRecords(1, 3));
    expectEqual(await store.setAside(address, 3), 0, 'nothing beyond the head');
    expectEqual(await store.setAside(address, 9), 0, 'nothing beyond 9');
    await expectConflict(3, store.append(address, 9, 1, [sampleRecord(10)]));
    expectEqual(await store.setAside(address, 1), 2, 'the first time');
    expectEqual(await store.setAside(address, 1), 0, 'the second time');
    expectEqual(await store.setAside(address, 0), 1, 'all of it');
    await expectAppended(store.append(address, 0, 1, sampleRecords(1, 3)));
    expectEqual(await store.setAside(address, 2), 1, 'a version set aside before');
  });
}
