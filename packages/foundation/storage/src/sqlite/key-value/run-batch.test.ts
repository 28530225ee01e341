import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import { KeyValueDatabase } from './key-value-database.ts';
import type { KeyValueRequest } from './messages.ts';
import { runBatch } from './run-batch.ts';

/** A disk on which one key finds no room, which ends a transaction as SQLite does (https://sqlite.org/lang_transaction.html). */
class FullDatabase extends KeyValueDatabase {
  override put(key: string, value: string): void {
    if (key !== 'large') {
      super.put(key, value);
      return;
    }
    super.rollback();
    throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
  }
}

function write(call: number, ...keys: readonly string[]): KeyValueRequest {
  return { call, kind: 'write', keys, values: keys.map((key) => `of ${key}`), onlyIf: undefined };
}

test('a write that does not fit is refused whole, and leaves the others of its batch be', async () => {
  await using folder = await temporaryFolder();
  const database = new FullDatabase(join(folder.path, 'store'), 100);
  const answers = runBatch(database, [
    write(1, 'a'),
    write(2, 'b', 'large', 'c'),
    { call: 3, kind: 'get', key: 'a' },
    write(4, 'd'),
  ]);
  expect(answers).toMatchObject([
    { call: 1, reply: { kind: 'done' } },
    { call: 2, reply: { kind: 'refused', code: 'storage/full' } },
    { call: 3, reply: { kind: 'value', value: 'of a' } },
    { call: 4, reply: { kind: 'done' } },
  ]);
  expect(['a', 'b', 'c', 'd'].map((key) => database.get(key))).toEqual([
    'of a',
    undefined,
    undefined,
    'of d',
  ]);
  database.close();
});

test('a write that depends on what is not there leaves the others of its batch be', async () => {
  await using folder = await temporaryFolder();
  const database = new KeyValueDatabase(join(folder.path, 'store'), 100);
  const onlyIf = { key: 'a', value: 'of b' };
  const answers = runBatch(database, [
    write(1, 'a'),
    { call: 2, kind: 'write', keys: ['a'], values: [undefined], onlyIf },
  ]);
  expect(answers).toMatchObject([{ reply: { kind: 'done' } }, { reply: { code: 'storage/changed' } }]);
  expect(database.get('a')).toBe('of a');
  database.close();
});
