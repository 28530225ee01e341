import { cases, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { createDocument, type Document } from '../document.ts';
import { checkIntegrity } from '../integrity.ts';
import { canonicalSnapshot } from '../snapshot-rows.ts';
import { performEdit, sampleEdit, sampleHistory } from '../testing/sample-edits.ts';
import { type SampleSchema, sampleSchema } from '../testing/sample-schema.ts';
import { SharedLog } from '../testing/shared-log.ts';

type Sample = Document<SampleSchema>;

function people(count: number): { documents: Sample[]; clock: VirtualTime } {
  const log = new SharedLog(sampleSchema);
  const clock = new VirtualTime();
  const documents = Array.from({ length: count }, (_, at) =>
    createDocument({ schema: sampleSchema, log: log.as(`p${at}`), random: seededRandom(at), clock }),
  );
  return { documents, clock };
}

test('one person undoes everything and redoes everything, exactly, however often', () => {
  fc.assert(
    fc.property(sampleHistory, fc.array(fc.nat(6), { maxLength: 8 }), (history, turns) => {
      const clock = new VirtualTime();
      const database = createDatabase({ schema: sampleSchema, random: seededRandom(7), clock });
      const states = [canonicalSnapshot(database.snapshot)];
      for (const edits of history) {
        clock.advance(1_000);
        const { effect } = database.transact((tx) => {
          for (const edit of edits) performEdit(tx, edit);
        });
        if (effect.length > 0) states.push(canonicalSnapshot(database.snapshot));
      }
      let at = states.length - 1;
      for (const turn of [0, ...turns, 0]) {
        const target = turn % states.length;
        while (at > target) {
          expect(database.undo()).toEqual({ kind: 'undone', skipped: [] });
          at -= 1;
          expect(canonicalSnapshot(database.snapshot)).toBe(states[at]);
        }
        while (at < target) {
          expect(database.redo()).toEqual({ kind: 'undone', skipped: [] });
          at += 1;
          expect(canonicalSnapshot(database.snapshot)).toBe(states[at]);
        }
      }
      expect(database.canUndo).toBe(false);
    }),
    cases(500),
  );
});

/** What one of two people does to one text: splice at a place, or undo, or redo. */
const textAct = fc.record({
  who: fc.nat(1),
  act: fc.constantFrom('type', 'type', 'splice', 'delete', 'undo', 'undo', 'redo'),
  at: fc.nat(1_000),
  count: fc.integer({ min: 1, max: 4 }),
  pauses: fc.boolean(),
});

test('undo under another person’s edits takes back exactly its own characters and brings back exactly what it deleted', () => {
  fc.assert(
    fc.property(fc.array(textAct, { maxLength: 40 }), (acts) => {
      const { documents, clock } = people(2);
      documents[0]?.transact(
        (tx) => {
          tx.lists.insert({ id: 'l', name: '' });
          tx.items.insert({ id: 'i', list: 'l', note: '' });
        },
        { undoable: false },
      );
      const stacks = documents.map(() => ({ undo: [] as Step[], redo: [] as Step[] }));
      let next = 0;
      for (const { who, act, at, count, pauses } of acts) {
        const document = documents[who];
        const stack = stacks[who];
        if (document === undefined || stack === undefined) continue;
        const text = () => document.snapshot.table('items').get('i')?.note.toString() ?? '';
        const before = text();
        const disown = () => disownRemoved(stacks[1 - who], before, text());
        clock.advance(pauses ? 1_000 : 600);
        if (act === 'undo' || act === 'redo') {
          const step = stack[act].pop();
          const result = act === 'undo' ? document.undo() : document.redo();
          const change = expectReversal(before, text(), step);
          expect(result.kind === 'nothing').toBe(before === text());
          if (before !== text()) stack[act === 'undo' ? 'redo' : 'undo'].push(change);
          disown();
          continue;
        }
        const from = at % (before.length + 1);
        const removed = act === 'type' ? 0 : Math.min(count, before.length - from);
        const inserted = act === 'delete' ? '' : tagged(next, count);
        next += inserted.length;
        const { operation } = document.transact((tx) =>
          tx.items.text('i', 'note').splice(from, removed, inserted),
        );
        if (operation === undefined) continue;
        stack.undo.push({ added: inserted, removed: before.slice(from, from + removed) });
        stack.redo.length = 0;
        disown();
      }
    }),
    cases(3_000),
  );
});

interface Step {
  added: string;
  readonly removed: string;
}

/** What somebody else has deleted is no longer one's own, even if they bring it back. */
function disownRemoved(
  stacks: { undo: Step[]; redo: Step[] } | undefined,
  before: string,
  after: string,
): void {
  const removed = new Set([...before].filter((character) => !after.includes(character)));
  for (const step of [...(stacks?.undo ?? []), ...(stacks?.redo ?? [])]) {
    step.added = [...step.added].filter((character) => !removed.has(character)).join('');
  }
}

/** Characters that occur once in a history, so that each can be followed. */
function tagged(from: number, count: number): string {
  return Array.from({ length: count }, (_, at) => String.fromCharCode(0x4e00 + from + at)).join('');
}

/** What a step had added is gone, what it had removed is back, in its order, and nothing else has moved. */
function expectReversal(before: string, after: string, step: Step | undefined): Step {
  const { added, removed } = step ?? { added: '', removed: '' };
  const survivors = [...before].filter((character) => !added.includes(character));
  const back = [...removed].filter((character) => !before.includes(character));
  expect([...after].sort()).toEqual([...survivors, ...back].sort());
  expect([...after].filter((character) => survivors.includes(character))).toEqual(survivors);
  expect([...after].filter((character) => back.includes(character))).toEqual(back);
  return {
    added: back.join(''),
    removed: [...before].filter((character) => added.includes(character)).join(''),
  };
}

const personalAct = fc.record({
  who: fc.nat(2),
  turn: fc.constantFrom('edit', 'edit', 'undo', 'redo'),
  edit: sampleEdit,
});

test('undo and redo of several people keep the document whole, and never delete what somebody else made', () => {
  fc.assert(
    fc.property(fc.array(personalAct, { minLength: 3, maxLength: 40 }), (acts) => {
      const { documents, clock } = people(3);
      const makers = new Map<string, number>();
      for (const { who, turn, edit } of acts) {
        const document = documents[who];
        if (document === undefined) continue;
        clock.advance(400);
        const before = document.snapshot;
        if (turn === 'edit') {
          const { effect } = document.transact((tx) => performEdit(tx, edit));
          for (const { kind, id } of effect) if (kind === 'insert') makers.set(id, who);
        } else {
          const { kind } = turn === 'undo' ? document.undo() : document.redo();
          if (kind === 'nothing') expect(document.snapshot).toBe(before);
          if (turn === 'undo') {
            for (const table of ['people', 'lists', 'items'] as const) {
              for (const id of before.table(table).ids()) {
                if (makers.get(id) !== who) expect(document.snapshot.table(table).has(id)).toBe(true);
              }
            }
          }
        }
        expect(checkIntegrity(document.snapshot)).toEqual([]);
      }
    }),
    cases(1_500),
  );
});
