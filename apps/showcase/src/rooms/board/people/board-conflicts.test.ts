import { expect, test } from 'vitest';
import { deleteElements, recolorElements } from '../actions/change-elements.ts';
import { placeElements } from '../actions/place-elements.ts';
import { nodeOf, type OpenedBoard, openBoard, put } from '../testing/open-board.ts';
import { SyncWorld } from '../testing/sync-world.ts';
import { boardConflicts } from './board-conflicts.ts';

interface Two {
  readonly both: readonly OpenedBoard[];
  readonly ann: OpenedBoard;
  readonly bob: OpenedBoard;
  readonly id: string;
  settle(): Promise<void>;
}

/** Two people at a board with one note, as the seed has their frames travel. */
async function together(seed: number): Promise<Two> {
  const world = new SyncWorld(seed);
  const ann = await openBoard('ann', world);
  const id = put(ann, 'note', {});
  await world.settle([ann.document]);
  const bob = await openBoard('bob', world);
  const both = [ann, bob];
  const settle = () => world.settle(both.map(({ document }) => document));
  await settle();
  return { both, ann, bob, id, settle };
}

/** Takes one's work back wherever something was lost; answers with how often. */
function takeAll(both: readonly OpenedBoard[]): number {
  let taken = 0;
  for (const { board, document } of both) {
    const { describe, groupOf } = boardConflicts(board);
    const groups = Map.groupBy(document.conflicts, (item) => groupOf?.(item) ?? item.key);
    for (const group of groups.values()) {
      const [first] = group;
      const take = first === undefined ? undefined : describe?.(first, group)?.take;
      if (take === undefined) continue;
      take();
      taken += 1;
    }
  }
  return taken;
}

test('who lost a colour, a place or a size to others can take it back', async () => {
  for (const seed of [1, 2, 3]) {
    const { both, ann, bob, id, settle } = await together(seed);
    const place = { x: 0, y: 0, width: 100, height: 100, rotation: 0 };
    recolorElements(ann.document, [id], 'red');
    recolorElements(bob.document, [id], 'teal');
    placeElements(ann.document, 'move', [{ id, parent: null, placement: { ...place, x: 50, y: 60 } }]);
    placeElements(bob.document, 'move', [{ id, parent: null, placement: { ...place, x: 70, y: 80 } }]);
    await settle();
    const won = nodeOf(ann.board, id).element;
    expect(takeAll(both)).toBe(2);
    await settle();
    const [mine, theirs] = both.map(({ board }) => nodeOf(board, id).element);
    expect([theirs?.color, theirs?.x, theirs?.y]).toEqual([mine?.color, mine?.x, mine?.y]);
    expect([mine?.color, mine?.x, mine?.y]).toEqual(won.color === 'red' ? ['teal', 70, 80] : ['red', 50, 60]);
  }
});

test('who worked on what others deleted can put it back with the work, under its own id', async () => {
  for (const seed of [1, 2, 3, 4]) {
    const { both, ann, bob, id, settle } = await together(seed);
    bob.document.transact((tx) => tx.elements.text(id, 'label').insert(0, 'words'));
    deleteElements(ann.document, [id]);
    await settle();
    expect(ann.board.scene.node(id)).toBeUndefined();
    expect(takeAll(both)).toBe(1);
    await settle();
    for (const { board } of both) expect(nodeOf(board, id).element.label.toString()).toBe('words');
  }
});

test('what cannot be taken back any more does no harm', async () => {
  const { both, ann, bob, id, settle } = await together(5);
  recolorElements(ann.document, [id], 'red');
  recolorElements(bob.document, [id], 'teal');
  for (const [{ document }, x] of [
    [ann, 50],
    [bob, 70],
  ] as const) {
    const placement = { x, y: 0, width: 100, height: 100, rotation: 0 };
    placeElements(document, 'move', [{ id, parent: null, placement }]);
  }
  await settle();
  const takes = both.flatMap(({ board, document }) =>
    document.conflicts.flatMap((item) => boardConflicts(board).describe?.(item, [item])?.take ?? []),
  );
  expect(takes).toHaveLength(2);
  deleteElements(ann.document, [id]);
  await settle();
  for (const take of takes) take();
  await settle();
  expect(ann.board.scene.node(id)).toBeUndefined();
});
