import { expectEqual } from '../../testing/expectation.ts';
import { sampleRecord, sampleRecords } from '../../testing/sample-records.ts';
import { address, expectAppended, expectRecords, type TestLog } from './subject.ts';

/** What goes in comes out. */
export function contentsTests(testLog: TestLog): void {
  testLog('an unknown document is empty', async ({ store }) => {
    const { snapshot, tail } = await store.load(address);
    expectEqual(snapshot === undefined, true, 'snapshot');
    expectRecords(tail, [], 'tail');
    expectRecords(await store.read(address, 1, 10), [], 'read');
    expectEqual((await store.find(address, 'client', 1)) === undefined, true, 'find');
    expectEqual(await store.setAside(address, 0), 0, 'set aside');
  });

  testLog('appended records are loaded, read and found as they were', async ({ store }) => {
    const records = [
      sampleRecord(1),
      sampleRecord(2, { client: '', sequence: 0, kind: 'schema' }),
      sampleRecord(3),
    ];
    await expectAppended(store.append(address, 0, 1, records.slice(0, 2)));
    await expectAppended(store.append(address, 2, 1, records.slice(2)));
    expectRecords((await store.load(address)).tail, records, 'tail');
    expectRecords(await store.read(address, 1, 3), records, 'read');
    for (const record of [records[0], records[2]]) {
      const found = await store.find(address, 'client', record?.sequence ?? 0);
      expectEqual({ ...found }, { ...record }, 'find');
    }
    expectEqual((await store.find(address, 'client', 2)) === undefined, true, 'a sequence that nobody sent');
    expectEqual((await store.find(address, '', 0)) === undefined, true, 'sequence 0 names nothing');
  });

  testLog('a read is bounded on both sides', async ({ store }) => {
    await store.append(address, 0, 1, sampleRecords(1, 10));
    expectRecords(await store.read(address, 4, 6), sampleRecords(4, 6), '4 to 6');
    expectRecords(await store.read(address, 10, 10), sampleRecords(10, 10), '10 to 10');
    expectRecords(await store.read(address, 9, 99), sampleRecords(9, 10), '9 to 99');
    expectRecords(await store.read(address, -3, 2), sampleRecords(1, 2), '-3 to 2');
    expectRecords(await store.read(address, 6, 4), [], '6 to 4');
    expectRecords(await store.read(address, 11, 12), [], '11 to 12');
  });

  testLog('texts come back whatever they are made of', async ({ store }) => {
    const texts = [
      '',
      'nul \0 inside',
      '😀 \u202e \ufeff',
      `'"; DROP TABLE entries; --`,
      '__proto__',
      'x'.repeat(500_000),
    ];
    const records = texts.map((text, index) =>
      sampleRecord(index + 1, {
        client: text.slice(0, 100),
        payload: text,
        outcome: text,
        header: text,
        kind: text,
      }),
    );
    await expectAppended(store.append(address, 0, 1, records));
    expectRecords((await store.load(address)).tail, records, 'tail');
    for (const record of records) {
      expectEqual({ ...(await store.find(address, record.client, record.sequence)) }, { ...record }, 'find');
    }
  });

  testLog('large versions and sequences keep their digits', async ({ store }) => {
    const sequence = Number.MAX_SAFE_INTEGER;
    await expectAppended(store.append(address, 0, sequence, [sampleRecord(1, { sequence })]));
    expectEqual((await store.find(address, 'client', sequence))?.sequence, sequence, 'sequence');
  });

  testLog('a call sees the calls made before it', async ({ store }) => {
    const appended = store.append(address, 0, 1, [sampleRecord(1)]);
    const more = store.append(address, 1, 1, [sampleRecord(2)]);
    const read = store.read(address, 1, 9);
    const saved = store.saveSnapshot(address, { version: 2, body: 'two' });
    const loaded = store.load(address);
    await expectAppended(appended);
    await expectAppended(more);
    await saved;
    expectRecords(await read, sampleRecords(1, 2), 'read');
    expectEqual((await loaded).snapshot?.body, 'two', 'snapshot');
  });
}
