import { describe, expect, test } from 'vitest';
import { runKeyValueConformance } from '../key-value/conformance.ts';
import { createMemoryKeyValueStore } from '../key-value/memory.ts';
import { encryptKeyValueStore } from './encrypted-key-value-store.ts';

async function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

describe('an encrypted key-value store', () => {
  runKeyValueConformance(
    {
      async create() {
        const contents = new Map<string, string>();
        const key = await newKey();
        const reopen = async () => encryptKeyValueStore(createMemoryKeyValueStore(contents), { key });
        return { store: await reopen(), reopen, dispose: async () => {} };
      },
    },
    { test },
  );

  test('nothing of a value can be read, and the same value is never written alike', async () => {
    const contents = new Map<string, string>();
    const store = encryptKeyValueStore(createMemoryKeyValueStore(contents), { key: await newKey() });
    await store.write([
      { key: 'a', value: 'hunter2 hunter2' },
      { key: 'b', value: 'hunter2 hunter2' },
    ]);
    expect([...contents.values()].join()).not.toMatch(/hunter2|aHVudGVy/);
    expect(contents.get('a')).not.toBe(contents.get('b'));
  });

  test('another key, a changed value and an exchanged one are refused', async () => {
    const contents = new Map<string, string>();
    const key = await newKey();
    const store = encryptKeyValueStore(createMemoryKeyValueStore(contents), { key });
    await store.write([
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ]);
    const foreign = encryptKeyValueStore(createMemoryKeyValueStore(contents), { key: await newKey() });
    await expect(foreign.get('a')).rejects.toMatchObject({
      code: 'storage/undecipherable',
      details: { key: 'a' },
    });
    const [a = '', b = ''] = [contents.get('a'), contents.get('b')];
    contents.set('a', b);
    await expect(store.get('a')).rejects.toMatchObject({ code: 'storage/undecipherable' });
    contents.set('a', `${a.slice(0, -6)}${a.at(-6) === 'A' ? 'B' : 'A'}${a.slice(-5)}`);
    await expect(store.get('a')).rejects.toMatchObject({ code: 'storage/undecipherable' });
    await expect(store.range('', 'c')).rejects.toMatchObject({ code: 'storage/undecipherable' });
    contents.set('a', 'not base64 !');
    await expect(store.get('a')).rejects.toMatchObject({ code: 'storage/undecipherable' });
    expect(await store.get('b')).toBe('2');
  });
});
