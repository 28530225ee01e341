import { expectEqual, expectRefused } from '../../testing/expectation.ts';
import { sampleRecord, sampleRecords } from '../../testing/sample-records.ts';
import { address, expectAppended, expectRecords, type TestLog } from './subject.ts';

/** Opening, closing, opening again. */
export function lifeTests(testLog: TestLog): void {
  testLog('what was appended is there when the store is opened again', async ({ store, reopen }) => {
    await expectAppended(store.append(address, 0, 1, sampleRecords(1, 50)));
    await store.close();
    const again = await reopen();
    expectRecords((await again.load(address)).tail, sampleRecords(1, 50), 'tail');
    await expectAppended(again.append(address, 50, 1, [sampleRecord(51)]));
    await again.close();
  });

  testLog('close waits for calls under way and refuses later ones', async ({ store, reopen }) => {
    const append = store.append(address, 0, 1, [sampleRecord(1)]);
    const claim = store.claimClient('tenant', 'client', 'ada');
    let settled = false;
    claim.then(() => {
      settled = true;
    });
    await store.close();
    expectEqual(settled, true, 'a call settled when close was');
    await expectRefused('storage/closed', store.load(address));
    await expectRefused('storage/closed', store.append(address, 1, 1, [sampleRecord(2)]));
    await expectRefused('storage/closed', store.claimClient('tenant', 'client', 'ada'));
    await expectAppended(append);
    expectEqual(await claim, 'ada', 'claim');
    await store.close();
    const again = await reopen();
    expectRecords(await again.read(address, 1, 9), [sampleRecord(1)], 'records');
    await again.close();
  });

  testLog('many documents of many tenants at once lose nothing', async ({ store }) => {
    const addresses = Array.from({ length: 60 }, (_, index) => ({
      tenant: `tenant ${index % 6}`,
      document: `document ${index}`,
    }));
    await Promise.all(
      addresses.map(async (at, index) => {
        for (let head = 0; head < 12; head += 3) {
          const records = sampleRecords(head + 1, head + 3, { payload: `${index}` });
          await expectAppended(store.append(at, head, 1, records));
        }
      }),
    );
    for (const [index, at] of addresses.entries()) {
      expectRecords((await store.load(at)).tail, sampleRecords(1, 12, { payload: `${index}` }), at.document);
    }
  });
}
