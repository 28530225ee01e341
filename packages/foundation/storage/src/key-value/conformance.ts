import { drawInt, seededRandom } from '@statehouse/kernel/testing';
import { type ConformanceTest, expectEqual, expectRefused } from '../testing/expectation.ts';
import type { KeyValueStore, KeyValueWrite } from './key-value-store.ts';
import { applyWrites, entriesBetween } from './memory.ts';

/** One store under test. */
export interface KeyValueSubject {
  readonly store: KeyValueStore;
  /** Opens the same contents again, as after a reload; the earlier store has been closed. */
  reopen(): Promise<KeyValueStore>;
  /** Removes the contents. */
  dispose(): Promise<void>;
}

/** Brings the implementation that the suite tests. */
export interface KeyValueDriver {
  /** An empty store, independent of every other. */
  create(): Promise<KeyValueSubject>;
}

const last = '\uffff\uffff';

/** The tests that every key-value store must pass; `test` registers them with the runner at hand, a browser included. */
export function runKeyValueConformance(
  driver: KeyValueDriver,
  { test }: { readonly test: ConformanceTest },
): void {
  const testStore = (name: string, run: (subject: KeyValueSubject) => Promise<void>) =>
    test(name, async () => {
      const subject = await driver.create();
      try {
        await run(subject);
      } finally {
        await subject.dispose();
      }
    });
  contentsTests(testStore);
  orderTests(testStore);
  conditionTests(testStore);
  lifeTests(testStore);
  test('two stores do not meet', async () => {
    const [one, other] = [await driver.create(), await driver.create()];
    await one.store.write([put('key', 'one')]);
    expectEqual(await other.store.get('key'), undefined, 'the other store');
    await one.dispose();
    await other.dispose();
  });
}

type TestStore = (name: string, run: (subject: KeyValueSubject) => Promise<void>) => void;

function contentsTests(testStore: TestStore): void {
  testStore('an unknown key has no value', async ({ store }) => {
    expectEqual(await store.get('nothing'), undefined, 'get');
    expectEqual(await store.range('', last), [], 'range');
  });

  testStore('a written value is read back, whatever it is made of', async ({ store }) => {
    const texts = [
      '',
      'plain',
      'nul \0 inside',
      '😀é',
      '__proto__',
      'constructor',
      "'; --",
      '\u202e',
      'x'.repeat(1_000_000),
    ];
    await store.write(texts.map((text, index) => ({ key: `${index}`, value: text })));
    for (const [index, text] of texts.entries())
      expectEqual(await store.get(`${index}`), text, `value ${index}`);
    const keys = texts.slice(0, -1);
    await store.write(keys.map((key) => ({ key, value: `value of ${key}` })));
    for (const key of keys) expectEqual(await store.get(key), `value of ${key}`, `key ${key}`);
  });

  testStore('a write replaces and deletes, and of two for one key the later holds', async ({ store }) => {
    await store.write([put('a', '1'), put('b', '1'), put('c', '1')]);
    await store.write([put('a', '2'), remove('b'), put('c', '2'), remove('c'), remove('d'), put('d', '3')]);
    expectEqual(
      await store.range('', last),
      [
        ['a', '2'],
        ['d', '3'],
      ],
      'contents',
    );
  });

  testStore('an empty write is a write', async ({ store }) => {
    await store.write([]);
    expectEqual(await store.range('', last), [], 'contents');
  });

  testStore('random writes leave what a map would hold', async ({ store }) => {
    const random = seededRandom(7, 'key-value');
    const expected = new Map<string, string>();
    for (let round = 0; round < 60; round += 1) {
      const writes = Array.from({ length: drawInt(random, 6) }, (): KeyValueWrite => {
        const key = `k${drawInt(random, 20)}`;
        return drawInt(random, 3) === 0 ? remove(key) : put(key, `${round}`);
      });
      await store.write(writes);
      applyWrites(expected, writes);
      const [from, to] = [`k${drawInt(random, 20)}`, `k${drawInt(random, 20)}`];
      expectEqual(await store.range(from, to), entriesBetween(expected, from, to), `round ${round}`);
    }
  });
}

function orderTests(testStore: TestStore): void {
  testStore('a range holds from and not to, in the order of UTF-16 code units', async ({ store }) => {
    const keys = ['', 'B', 'a', 'a\0', 'aa', 'b', 'é', '😀', '\uffee'];
    await store.write([...keys].reverse().map((key) => put(key, key)));
    const keysBetween = async (from: string, to: string) => (await store.range(from, to)).map(([key]) => key);
    expectEqual(await keysBetween('', last), keys, 'all');
    expectEqual(await keysBetween('a', 'b'), ['a', 'a\0', 'aa'], 'a to b');
    expectEqual(await keysBetween('aaa', 'b'), [], 'a gap');
    expectEqual(await keysBetween('a', 'a'), [], 'nothing');
    expectEqual(await keysBetween('b', 'a'), [], 'backwards');
  });

  testStore('a range with a limit holds the first of its entries', async ({ store }) => {
    const keys = Array.from({ length: 40 }, (_, at) => `k${String(at).padStart(2, '0')}`);
    await store.write([...keys].reverse().map((key) => put(key, key)));
    const keysOf = async (limit: number) => (await store.range('k05', 'k30', limit)).map(([key]) => key);
    expectEqual(await keysOf(1), ['k05'], 'one');
    expectEqual(await keysOf(10), keys.slice(5, 15), 'ten');
    expectEqual(await keysOf(25), keys.slice(5, 30), 'all there are');
    expectEqual(await keysOf(1_000), keys.slice(5, 30), 'more than there are');
  });

  testStore('half a surrogate pair and a nul survive, in keys and values', async ({ store }) => {
    const texts = ['\ud83d', 'a\udc00b', '\0\ud800', '\ude00\ud83d'];
    await store.write(texts.map((text) => put(text, `${text}!`)));
    for (const text of texts) expectEqual(await store.get(text), `${text}!`, 'get');
    expectEqual(
      (await store.range('', last)).map(([key]) => key),
      [...texts].sort(),
      'the keys in their order',
    );
  });

  testStore('calls that do not wait for each other take effect in their order', async ({ store }) => {
    const done: number[] = [];
    const writes = Array.from({ length: 30 }, (_, index) =>
      store.write([put('shared', `${index}`), put(`own ${index}`, '')]).then(() => done.push(index)),
    );
    const read = store.get('shared');
    await Promise.all(writes);
    expectEqual(await read, '29', 'a read after the writes');
    expectEqual(await store.get('shared'), '29', 'the shared key');
    expectEqual((await store.range('own', 'own!')).length, 30, 'the own keys');
    expectEqual(
      done,
      [...done].sort((a, b) => a - b),
      'the order of completion',
    );
  });
}

function conditionTests(testStore: TestStore): void {
  testStore('a write with a condition happens if it holds, and changes nothing if not', async ({ store }) => {
    await store.write([put('owner', 'one')], { key: 'owner', value: undefined });
    await store.write([put('a', '1'), put('b', '1')], { key: 'owner', value: 'one' });
    await expectRefused(
      'storage/changed',
      store.write([put('a', '2'), remove('b')], { key: 'owner', value: 'other' }),
    );
    await expectRefused('storage/changed', store.write([put('a', '2')], { key: 'owner', value: undefined }));
    await expectRefused('storage/changed', store.write([], { key: 'nothing', value: 'one' }));
    expectEqual(
      await store.range('', last),
      [
        ['a', '1'],
        ['b', '1'],
        ['owner', 'one'],
      ],
      'contents',
    );
  });

  testStore('of those who want to be next exactly one is', async ({ store }) => {
    await store.write([put('owner', '0')]);
    const wanted = ['a', 'b', 'c', 'd'].map((name) =>
      store.write([put('owner', name), put(name, '')], { key: 'owner', value: '0' }).then(
        () => name,
        () => undefined,
      ),
    );
    const owners = (await Promise.all(wanted)).filter((name) => name !== undefined);
    expectEqual(owners.length, 1, 'owners');
    expectEqual(await store.get('owner'), owners[0], 'who is written down');
    expectEqual((await store.range('', last)).length, 2, 'entries');
  });
}

function lifeTests(testStore: TestStore): void {
  testStore('what was written is there when the store is opened again', async (subject) => {
    await subject.store.write([put('kept', 'yes'), put('gone', 'no')]);
    await subject.store.write([remove('gone')]);
    await subject.store.close();
    const again = await subject.reopen();
    expectEqual(await again.range('', last), [['kept', 'yes']], 'contents');
    await again.close();
  });

  testStore('close waits for writes under way and refuses later calls', async (subject) => {
    let settled = 0;
    const writes = [1, 2, 3].map(async (number) => {
      await subject.store.write([put('n', `${number}`)]);
      settled += 1;
    });
    await subject.store.close();
    expectEqual(settled, 3, 'writes settled when close was');
    await expectRefused('storage/closed', subject.store.get('n'));
    await expectRefused('storage/closed', subject.store.range('', last));
    await expectRefused('storage/closed', subject.store.write([put('n', '4')]));
    await Promise.all(writes);
    await subject.store.close();
    const again = await subject.reopen();
    expectEqual(await again.get('n'), '3', 'the last write before close');
    await again.close();
  });
}

function put(key: string, value: string): KeyValueWrite {
  return { key, value };
}

function remove(key: string): KeyValueWrite {
  return { key, value: undefined };
}
