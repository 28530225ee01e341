import { expectBug, expectEqual, expectRefused } from '../../testing/expectation.ts';
import { sampleRecord, sampleRecords } from '../../testing/sample-records.ts';
import { address, expectAppended, expectConflict, expectRecords, type TestLog } from './subject.ts';

/** What an append refuses, and that nothing is left of it. */
export function guardTests(testLog: TestLog): void {
  testLog('an append elsewhere than at the head is a conflict and stores nothing', async ({ store }) => {
    await expectConflict(0, store.append(address, 1, 1, [sampleRecord(2)]));
    await expectAppended(store.append(address, 0, 1, sampleRecords(1, 3)));
    await expectConflict(3, store.append(address, 0, 1, [sampleRecord(1, { sequence: 9 })]));
    await expectConflict(3, store.append(address, 2, 1, sampleRecords(3, 4)));
    await expectConflict(3, store.append(address, 4, 1, [sampleRecord(5)]));
    expectRecords(await store.read(address, 1, 99), sampleRecords(1, 3), 'records');
  });

  testLog('of appends to one place exactly one wins', async ({ store }) => {
    const calls = Array.from({ length: 20 }, (_, index) =>
      store.append(address, 0, 1, [sampleRecord(1, { client: `client ${index}` })]),
    );
    const kinds = (await Promise.all(calls)).map(({ kind }) => kind);
    expectEqual(kinds.filter((kind) => kind === 'appended').length, 1, 'winners');
    expectEqual(kinds.filter((kind) => kind === 'conflict').length, 19, 'losers');
    expectEqual((await store.read(address, 1, 99)).length, 1, 'records');
  });

  testLog('a log that has seen a higher epoch refuses a lower one', async ({ store, reopen }) => {
    await expectAppended(store.append(address, 0, 2, [sampleRecord(1)]));
    await expectConflict(1, store.append(address, 1, 1, [sampleRecord(2)]));
    await expectAppended(store.append(address, 1, 5, []));
    await expectConflict(1, store.append(address, 1, 4, [sampleRecord(2)]));
    await store.close();
    const again = await reopen();
    await expectConflict(1, again.append(address, 1, 4, [sampleRecord(2)]));
    await expectAppended(again.append(address, 1, 5, [sampleRecord(2)]));
    await again.close();
  });

  testLog('an epoch may be raised before the first record', async ({ store }) => {
    await expectAppended(store.append(address, 0, 3, []));
    await expectConflict(0, store.append(address, 0, 2, [sampleRecord(1)]));
    await expectAppended(store.append(address, 0, 3, [sampleRecord(1)]));
  });

  testLog('a client’s sequence is stored once, and a refused append leaves nothing', async ({ store }) => {
    await expectAppended(store.append(address, 0, 1, sampleRecords(1, 2)));
    const taken = 'storage/sequence-taken';
    await expectRefused(taken, store.append(address, 2, 1, [sampleRecord(3, { sequence: 1 })]));
    await expectRefused(
      taken,
      store.append(address, 2, 1, [sampleRecord(3), sampleRecord(4, { sequence: 2 })]),
    );
    const twice = [sampleRecord(3), sampleRecord(4, { sequence: 3 })];
    await expectRefused(taken, store.append(address, 2, 9, twice));
    expectRecords(await store.read(address, 1, 99), sampleRecords(1, 2), 'records');
    expectEqual((await store.find(address, 'client', 3)) === undefined, true, 'the refused sequence');
    await expectAppended(store.append(address, 2, 1, [sampleRecord(3)]));
  });

  testLog('sequence 0 and other clients’ sequences may repeat', async ({ store }) => {
    const none = sampleRecords(1, 3, { client: '', sequence: 0 });
    const others = [sampleRecord(4, { sequence: 1 }), sampleRecord(5, { client: 'other', sequence: 1 })];
    await expectAppended(store.append(address, 0, 1, [...none, ...others]));
    await expectAppended(store.append({ ...address, document: 'other' }, 0, 1, [sampleRecord(1)]));
  });

  testLog('what is refused leaves its neighbours alone', async ({ store }) => {
    const at = (document: string) => ({ ...address, document });
    await expectAppended(store.append(at('b'), 0, 1, [sampleRecord(1)]));
    const appends = [
      store.append(at('a'), 0, 1, sampleRecords(1, 2)),
      store.append(at('b'), 7, 1, [sampleRecord(8)]),
      store.append(at('b'), 1, 1, [sampleRecord(2), sampleRecord(3, { sequence: 1 })]).catch(() => 'refused'),
      store.append(at('b'), 1, 1, [sampleRecord(2)]),
      store.saveSnapshot(at('a'), { version: 9, body: '' }).catch(() => 'refused'),
      store.append(at('c'), 0, 1, [sampleRecord(1)]),
    ];
    const answers = (await Promise.all(appends)).map((answer) =>
      typeof answer === 'object' ? answer.kind : 'refused',
    );
    expectEqual(answers, ['appended', 'conflict', 'refused', 'appended', 'refused', 'appended'], 'answers');
    const heads = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => (await store.read(at(name), 1, 99)).length),
    );
    expectEqual(heads, [2, 2, 1], 'heads');
  });

  testLog('records with gaps are a bug of the caller', async ({ store }) => {
    await expectBug(store.append(address, 0, 1, [sampleRecord(2)]));
    await expectBug(store.append(address, 0, 1, [sampleRecord(1), sampleRecord(3)]));
    expectRecords(await store.read(address, 1, 99), [], 'records');
  });

  testLog('half a surrogate pair is refused, not altered', async ({ store }) => {
    const halves = [
      { client: '\ud83d' },
      { payload: 'x\ude00' },
      { outcome: '\ud83d!' },
      { header: '\ud83d' },
    ];
    for (const half of halves) {
      await expectRefused('storage/ill-formed-text', store.append(address, 0, 1, [sampleRecord(1, half)]));
    }
    expectRecords(await store.read(address, 1, 99), [], 'records');
  });
}
