import { isStatehouseError } from '@statehouse/kernel';
import { cases, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { checkIntegrity } from '../integrity.ts';
import type { Snapshot } from '../snapshot.ts';
import { performEdit, type SampleEdit, sampleHistory } from '../testing/sample-edits.ts';
import { type SampleSchema, sampleSchema } from '../testing/sample-schema.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { snapshotFromData } from './loaded-snapshot.ts';

const TABLES = ['people', 'lists', 'items'] as const;

function open(seed: number, maxEdits = 5_000) {
  const limits = { maxEdits, maxBytes: 1_000_000 };
  return createDatabase({
    schema: sampleSchema,
    random: seededRandom(seed),
    clock: new VirtualTime(),
    limits,
  });
}

/** All rows as an API would send them. */
function exported(snapshot: Snapshot<SampleSchema>): Record<string, object[]> {
  const rows: Record<string, object[]> = {
    people: [...snapshot.table('people')],
    lists: [...snapshot.table('lists')],
    items: [...snapshot.table('items')].map((row) => ({ ...row, note: row.note.toString() })),
  };
  return rows;
}

function performAll(tx: Transaction<SampleSchema>, edits: readonly SampleEdit[]): void {
  for (const edit of edits) performEdit(tx, edit);
}

test('a document that receives all rows of another becomes equal to it, in parts of any size, whatever it held', () => {
  fc.assert(
    fc.property(
      sampleHistory,
      sampleHistory,
      fc.integer({ min: 1, max: 9 }),
      (history, earlier, maxEdits) => {
        const source = open(1);
        for (const edits of history) {
          source.transact((tx) => {
            for (const edit of edits) performEdit(tx, edit);
          });
        }
        const target = open(2, maxEdits);
        const data = exported(source.snapshot);
        const held = Math.min(3, history.length);
        for (const edits of history.slice(0, held))
          target.transact((tx) => performAll(tx, edits), { split: true });
        for (const edits of earlier) target.transact((tx) => performAll(tx, edits), { split: true });
        const mine = new Set(TABLES.flatMap((table) => [...target.snapshot.table(table).ids()]));
        const before = target.snapshot;
        let conflicts: readonly unknown[];
        try {
          ({ conflicts } = target.receiveTables(data));
        } catch (error) {
          if (!isStatehouseError(error, 'db/unique-taken')) throw error;
          expect(target.snapshot).toBe(before);
          return;
        }
        expect(checkIntegrity(target.snapshot)).toEqual([]);
        if (conflicts.length > 0) return;
        const received = exported(target.snapshot);
        for (const table of TABLES) {
          for (const row of data[table] ?? []) expect(received[table]).toContainEqual(row);
          for (const row of received[table] ?? []) {
            const id = 'id' in row ? String(row.id) : '';
            expect(mine.has(id) || (data[table] ?? []).some((one) => 'id' in one && one.id === id)).toBe(
              true,
            );
          }
        }
        const { version } = target.log;
        target.receiveTables(data);
        expect(target.log.version).toBe(version);
      },
    ),
    cases(500),
  );
});

test('a load of all rows of a document gives the same document, with every index in step', () => {
  fc.assert(
    fc.property(sampleHistory, (history) => {
      const source = open(1);
      for (const edits of history) source.transact((tx) => performAll(tx, edits));
      const data = exported(source.snapshot);
      const loaded = snapshotFromData(sampleSchema, data, { random: seededRandom(2) });
      expect(exported(loaded)).toEqual(data);
      expect(checkIntegrity(loaded)).toEqual([]);
      expect(
        createDatabase({ schema: sampleSchema, snapshot: loaded }).receiveTables(data).conflicts,
      ).toEqual([]);
    }),
    cases(300),
  );
});
