import { expectEqual, expectRefused } from '../../testing/expectation.ts';
import { sampleRecord } from '../../testing/sample-records.ts';
import type { LogAddress } from '../log-store.ts';
import { address, expectAppended, isEmpty, type TestLog } from './subject.ts';

/** Names that a careless store would confuse with each other, or with paths. */
const oddNames = [
  'a',
  'A',
  'a ',
  'a.',
  'a/b',
  '../a',
  '..',
  '.',
  '/etc/passwd',
  'con',
  'nul',
  'a\0b',
  '*',
  '>',
  '%',
  "a'b",
  'é',
  'e\u0301',
  '\u202ea',
  '😀',
  '__proto__',
  'constructor',
  '1',
  '01',
  'x'.repeat(128),
  '€'.repeat(42),
];

/** Nothing crosses from one tenant or document to another. */
export function isolationTests(testLog: TestLog): void {
  const mark = (name: string) => sampleRecord(1, { payload: name });

  const namesStayApart = (kind: string, at: (name: string) => LogAddress) =>
    testLog(`${kind} with odd names stay apart`, async ({ store, reopen }) => {
      for (const name of oddNames) {
        expectEqual(await isEmpty(store, at(name)), true, `${name} before its first record`);
        await expectAppended(store.append(at(name), 0, 1, [mark(name)]));
      }
      await store.close();
      const again = await reopen();
      for (const name of oddNames) expectEqual((await again.load(at(name))).tail[0]?.payload, name, name);
      await again.close();
    });
  namesStayApart('tenants', (tenant) => ({ tenant, document: 'document' }));
  namesStayApart('documents', (document) => ({ tenant: 'tenant', document }));

  testLog('names that cannot be kept apart are refused', async ({ store }) => {
    for (const bad of ['', 'x'.repeat(129), '€'.repeat(43)]) {
      await expectRefused('storage/bad-name', store.load({ tenant: bad, document: 'd' }));
      await expectRefused(
        'storage/bad-name',
        store.append({ tenant: 't', document: bad }, 0, 1, [sampleRecord(1)]),
      );
      await expectRefused('storage/bad-name', store.claimClient(bad, 'client', 'user'));
    }
    await expectRefused('storage/ill-formed-text', store.load({ tenant: 'a\ud83d', document: 'd' }));
    await expectRefused(
      'storage/ill-formed-text',
      store.find({ tenant: 'a', document: '\ude00' }, 'client', 1),
    );
    await expectRefused('storage/ill-formed-text', store.claimClient('a', '\ud83d', 'user'));
  });

  testLog('a client id belongs to its first user, in each tenant', async ({ store, reopen }) => {
    expectEqual(await store.claimClient('one', 'client', 'ada'), 'ada', 'first');
    expectEqual(await store.claimClient('one', 'client', 'bob'), 'ada', 'another user');
    expectEqual(await store.claimClient('two', 'client', 'bob'), 'bob', 'another tenant');
    const race = await Promise.all(['cleo', 'dan'].map((user) => store.claimClient('one', 'raced', user)));
    expectEqual(race, ['cleo', 'cleo'], 'two at once');
    await store.close();
    const again = await reopen();
    expectEqual(await again.claimClient('one', 'client', 'eve'), 'ada', 'after reopening');
    await again.close();
  });

  testLog('a tenant’s snapshots and sequences are its own', async ({ store }) => {
    const other = { ...address, tenant: 'other' };
    await store.append(address, 0, 1, [sampleRecord(1)]);
    await store.saveSnapshot(address, { version: 1, body: 'mine' });
    expectEqual(await isEmpty(store, other), true, 'the other tenant');
    expectEqual((await store.find(other, 'client', 1)) === undefined, true, 'find');
  });
}
