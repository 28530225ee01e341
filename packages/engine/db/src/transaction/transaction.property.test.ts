import { cases, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { applyEffect, ConflictKind, parseEffect, parseOperation, type Row, TextValue } from '@statehouse/ot';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { checkOperation } from '../gate.ts';
import { checkIntegrity } from '../integrity.ts';
import { type Snapshot, snapshotFromRows } from '../snapshot.ts';
import { diffSnapshots } from '../snapshot-difference.ts';
import { canonicalSnapshot, plainRows } from '../snapshot-rows.ts';
import { performEdit, sampleHistory } from '../testing/sample-edits.ts';
import { type SampleSchema, sampleSchema } from '../testing/sample-schema.ts';

const TABLES = ['people', 'lists', 'items'] as const;

/** Everything that reads inside a transaction show, without incarnations, which are given out at its end. */
function contentOf(rowsOf: (table: (typeof TABLES)[number]) => readonly object[]): unknown {
  return TABLES.map((table) =>
    rowsOf(table).map((row) =>
      Object.entries(row)
        .map(([field, value]) => [field, value instanceof TextValue ? value.toString() : value])
        .sort(),
    ),
  );
}

function rowsOf(snapshot: Snapshot<SampleSchema>): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const table of TABLES)
    for (const row of snapshot.rows(table)) rows.set(`${table}/${String(row.id)}`, row);
  return rows;
}

function fresh() {
  return createDatabase({
    schema: sampleSchema,
    random: seededRandom(7),
    clock: new VirtualTime(),
    client: 'me',
  });
}

test('whatever is transacted passes the gate and the parser, and keeps every index in step', () => {
  fc.assert(
    fc.property(sampleHistory, (history) => {
      const database = fresh();
      for (const edits of history) {
        const before = database.snapshot;
        const { operation, effect } = database.transact((tx) => {
          for (const edit of edits) performEdit(tx, edit);
        });
        if (operation !== undefined) {
          const sent = parseOperation(JSON.parse(JSON.stringify(operation)));
          checkOperation(sampleSchema, sent);
          parseEffect(JSON.parse(JSON.stringify(effect)));
        }
        expect(checkIntegrity(database.snapshot)).toEqual([]);
        expect(canonicalSnapshot(applyEffect(before, effect))).toBe(canonicalSnapshot(database.snapshot));
      }
    }),
    cases(1_500),
  );
});

test('what a transaction shows at its end is what it commits, unless a rule forbids a part of it for now', () => {
  fc.assert(
    fc.property(sampleHistory, (history) => {
      const database = fresh();
      for (const edits of history) {
        const { value, conflicts, operation } = database.transact((tx) => {
          for (const edit of edits) performEdit(tx, edit);
          return contentOf((table) => tx[table].all());
        });
        const shown = JSON.stringify(value);
        const heldBack = operation?.edits.some((edit) => edit.kind === 'delete' && shown.includes(edit.id));
        const onlyCycles = conflicts.every(({ kind }) => kind === ConflictKind.Cycle);
        if (onlyCycles && heldBack !== true)
          expect(contentOf((table) => database.snapshot.table(table).all())).toEqual(value);
      }
    }),
    cases(1_500),
  );
});

test('a snapshot is rebuilt from its plain rows, and differs from another exactly where its rows do', () => {
  fc.assert(
    fc.property(sampleHistory, (history) => {
      const database = fresh();
      const snapshots = [database.snapshot];
      for (const edits of history) {
        database.transact((tx) => {
          for (const edit of edits) performEdit(tx, edit);
        });
        snapshots.push(database.snapshot);
      }
      const last = database.snapshot;
      const rebuilt = snapshotFromRows(sampleSchema, JSON.parse(JSON.stringify([...plainRows(last)])));
      expect(canonicalSnapshot(rebuilt)).toBe(canonicalSnapshot(last));
      expect(checkIntegrity(rebuilt)).toEqual([]);
      for (const earlier of snapshots) {
        const before = rowsOf(earlier);
        const after = rowsOf(last);
        const expected = [...new Set([...before.keys(), ...after.keys()])].filter(
          (key) => before.get(key) !== after.get(key),
        );
        const found = diffSnapshots(earlier, last).flatMap(({ table, rows }) =>
          rows.map(({ id }) => `${table}/${id}`),
        );
        expect(found.sort()).toEqual(expected.sort());
      }
    }),
    cases(300),
  );
});
