import { canonicalSnapshot, checkIntegrity } from '@statehouse/db';
import { cases, seededRandom } from '@statehouse/kernel/testing';
import type { SyncedDocument } from '@statehouse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BOARD_ID, NOTE_ID, type ShowcaseSchema } from '../../../../schema.ts';
import { type BoardAct, boardAct, changeBoard, Letters } from '../testing/board-acts.ts';
import { rowsOf } from '../testing/document-rows.ts';
import { SyncWorld } from '../testing/sync-world.ts';
import { type Seen, UndoOracle } from '../testing/undo-oracle.ts';
import { Board } from '../window/board.ts';
import { draftOf, insertElements } from './insert-elements.ts';

/** Typing that goes on sooner is one step with what was typed before. */
const TYPING_PAUSE_MS = 600;

/** What undo came to, over all histories of a test. */
const outcomes = new Set<string>();

/** One of two people at a board, and what the oracle knows of what they saw. */
class Person {
  readonly document: SyncedDocument<ShowcaseSchema>;
  readonly board: Board;
  readonly oracle = new UndoOracle();

  constructor(document: SyncedDocument<ShowcaseSchema>) {
    this.document = document;
    this.board = new Board(document);
    document.subscribe(({ cause, before, after, effect }) => {
      if (cause !== 'local') this.oracle.others({ before: rowsOf(before), after: rowsOf(after) }, effect);
    });
  }

  act({ act, draw }: BoardAct, letters: Letters): void {
    if (act === 'cut') return;
    if (act === 'undo' || act === 'redo') {
      const { seen, value } = this.#watch(() => this.document[act]());
      expect(this.oracle.turned(act, seen, value)).toEqual([]);
      outcomes.add(value.kind);
      for (const { reason } of value.skipped) outcomes.add(reason);
    } else {
      const { seen } = this.#watch(() => changeBoard(this.board, act, seededRandom(draw), letters));
      this.oracle.did(seen);
    }
    const { depth } = this.oracle;
    expect([this.document.canUndo, this.document.canRedo]).toEqual([depth.undo > 0, depth.redo > 0]);
    expect(checkIntegrity(this.document.snapshot)).toEqual([]);
  }

  #watch<Value>(run: () => Value): { readonly seen: Seen; readonly value: Value } {
    const before = rowsOf(this.document.snapshot);
    const value = run();
    return { seen: { before, after: rowsOf(this.document.snapshot) }, value };
  }
}

/** A board that was there before either of the two, with something on it. */
function found(document: SyncedDocument<ShowcaseSchema>, letters: Letters): void {
  document.transact((tx) => {
    tx.boards.insert({ id: BOARD_ID, title: 'Board' });
    tx.notes.insert({ id: NOTE_ID, body: letters.take(6) });
  });
  const at = { x: 0, y: 0, width: 400, height: 300, rotation: 0 };
  const inside = { x: 20, y: 20, width: 100, height: 100, rotation: 0 };
  insertElements(document, 'create', [
    {
      ...draftOf('frame', at, 'slate', letters.take(3)),
      children: [draftOf('note', inside, 'amber', letters.take(4))],
    },
    draftOf('rectangle', { ...at, x: 600 }, 'iris', letters.take(2)),
  ]);
}

async function live(seed: number, acts: readonly BoardAct[]): Promise<void> {
  const world = new SyncWorld(seed);
  const letters = new Letters();
  const founder = await world.open('founder', 'board');
  found(founder, letters);
  await world.settle([founder]);
  const documents = [await world.open('ann', 'board'), await world.open('bob', 'board')] as const;
  await world.settle(documents);
  const people = [new Person(documents[0]), new Person(documents[1])] as const;
  for (const act of acts) {
    if (act.act === 'cut') world.cut();
    people[act.who].act(act, letters);
    await world.pass(act.act.startsWith('write') ? Math.max(act.restMs, TYPING_PAUSE_MS) : act.restMs);
  }
  await world.settle(documents);
  expect(canonicalSnapshot(documents[0].snapshot)).toBe(canonicalSnapshot(documents[1].snapshot));
  await world.close();
}

/** Two people, what each does on a board, and when it reaches the other. */
const histories = fc.asyncProperty(
  fc.nat(1_000_000),
  fc.array(boardAct, { minLength: 8, maxLength: 60, size: 'max' }),
  live,
);

test('each undo of two people restores one’s own change and no other’s, or says why it cannot', async () => {
  await fc.assert(histories, cases(440));
});

test('sixty histories, the same ones always, come to everything that an undo can come to', async () => {
  outcomes.clear();
  await fc.assert(histories, { seed: 6, numRuns: 60 });
  const reasons = ['changed-by-others', 'deleted-by-others', 'in-use-by-others', 'conflict'];
  expect(outcomes).toEqual(new Set(['undone', 'partly', 'nothing', ...reasons]));
});
