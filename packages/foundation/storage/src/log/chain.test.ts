import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleRecord } from '../testing/sample-records.ts';
import { chainOf, chainStart, verifyChain } from './chain.ts';
import type { LogRecord } from './log-store.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function chained(count: number): readonly LogRecord[] {
  const records: LogRecord[] = [];
  for (let version = 1; version <= count; version += 1) {
    const record = sampleRecord(version);
    records.push({ ...record, chain: chainOf(records.at(-1)?.chain ?? chainStart, record.header, sha256) });
  }
  return records;
}

function replaced(
  records: readonly LogRecord[],
  index: number,
  changes: Partial<LogRecord>,
): readonly LogRecord[] {
  return records.map((record, at) => (at === index ? { ...record, ...changes } : record));
}

describe('the chain over headers', () => {
  test('a chain value is the SHA-256 of the previous one followed by the header', () => {
    expect(chainOf(chainStart, 'abc', sha256)).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(chainOf('a', 'bc', sha256)).toBe(chainOf('', 'abc', sha256));
  });

  test('sound records verify from the start and from anywhere', () => {
    const records = chained(8);
    expect(verifyChain(records, chainStart, sha256)).toEqual({ valid: 8, fault: undefined });
    expect(verifyChain(records.slice(5), records[4]?.chain ?? '', sha256)).toEqual({
      valid: 3,
      fault: undefined,
    });
    expect(verifyChain([], chainStart, sha256)).toEqual({ valid: 0, fault: undefined });
  });

  test('whatever is altered, the records before it are valid and no more', () => {
    const settings = { numRuns: Number(process.env.STATEHOUSE_CASES ?? 500), ...seedOf() };
    const damage = fc.constantFrom<Partial<LogRecord>>(
      { header: 'altered' },
      { chain: 'altered' },
      { version: 99 },
    );
    const place = fc
      .integer({ min: 1, max: 20 })
      .chain((count) => fc.tuple(fc.constant(count), fc.nat(count - 1)));
    fc.assert(
      fc.property(place, damage, ([count, index], changes) => {
        // The first record says where versions begin; that it begins in the right place, its caller knows.
        const valid = index === 0 && changes.version !== undefined ? 1 : index;
        expect(verifyChain(replaced(chained(count), index, changes), chainStart, sha256).valid).toBe(valid);
      }),
      settings,
    );
  });

  test('a record that was dropped, doubled or exchanged ends the valid prefix', () => {
    const records = chained(6);
    const without = records.filter((_, index) => index !== 2);
    expect(verifyChain(without, chainStart, sha256)).toEqual({ valid: 2, fault: 'version' });
    const renumbered = without.map((record, index) => ({ ...record, version: index + 1 }));
    expect(verifyChain(renumbered, chainStart, sha256)).toEqual({ valid: 2, fault: 'chain' });
  });

  test('content that does not fit its digest is found when the owner of the header looks', () => {
    const records = replaced(chained(6), 3, { payload: 'flipped' });
    const fits = (record: LogRecord) => record.payload === `payload ${record.version}`;
    expect(verifyChain(records, chainStart, sha256)).toEqual({ valid: 6, fault: undefined });
    expect(verifyChain(records, chainStart, sha256, fits)).toEqual({ valid: 3, fault: 'content' });
  });
});

function seedOf(): { seed?: number } {
  const seed = process.env.STATEHOUSE_SEED;
  return seed === undefined ? {} : { seed: Number(seed) };
}
