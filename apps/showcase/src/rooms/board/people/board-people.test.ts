import { expect, test } from 'vitest';
import { deleteElements } from '../actions/change-elements.ts';
import { placeElements } from '../actions/place-elements.ts';
import { nodeOf, type OpenedBoard, openBoard, put } from '../testing/open-board.ts';
import { SyncWorld } from '../testing/sync-world.ts';
import { BoardPeople } from './board-people.ts';
import { OwnPresence } from './own-presence.ts';

const BOB = { name: 'Bob', color: 3 };
const PLACE = { x: 0, y: 0, width: 100, height: 100, rotation: 0 };
/** Frames arrive within this. */
const ARRIVAL_MS = 2_000;

interface Two {
  readonly world: SyncWorld;
  readonly ann: OpenedBoard;
  readonly bob: OpenedBoard;
  /** Whom Ann sees. */
  readonly people: BoardPeople;
  readonly own: OwnPresence;
  readonly id: string;
}

/** Ann looks at a board with one note; Bob is there too. */
async function together(): Promise<Two> {
  const world = new SyncWorld(5);
  const ann = await openBoard('ann', world);
  const id = put(ann, 'note', PLACE);
  await world.settle([ann.document]);
  const bob = await openBoard('bob', world);
  const own = new OwnPresence(bob.board, BOB);
  const people = new BoardPeople(ann.board, world.time, () => 'ann');
  await world.pass(ARRIVAL_MS);
  people.refresh();
  return { world, ann, bob, people, own, id };
}

/** Bob drags, and Ann hears of it. */
async function dragged({ world, bob, people, id }: Two, x: number): Promise<void> {
  bob.board.ownPlaces.set(id, { ...PLACE, x });
  await world.pass(ARRIVAL_MS);
  people.refresh();
}

async function letGo({ world, bob, people, id }: Two): Promise<void> {
  bob.board.ownPlaces.delete(id);
  await world.pass(ARRIVAL_MS);
  people.refresh();
}

test('others are seen with their pointer and selection, and not oneself', async () => {
  const two = await together();
  const { world, ann, bob, people, own, id } = two;
  new OwnPresence(ann.board, { name: 'Ann', color: 1 }).pointAt({ x: 1, y: 1 });
  own.pointAt({ x: 12.34, y: -5 });
  bob.board.select([id]);
  await world.pass(ARRIVAL_MS);
  people.refresh();
  expect(people.peers.value).toMatchObject([{ ...BOB, at: { x: 12.3, y: -5 }, selected: [id] }]);
  own.dispose();
  await world.pass(ARRIVAL_MS);
  people.refresh();
  expect(people.peers.value).toEqual([]);
});

test('who shows the same stays the same object, and the list too', async () => {
  const two = await together();
  const { world, people, own } = two;
  const [before] = people.peers.value;
  const list = people.peers.value;
  people.refresh();
  expect(people.peers.value).toBe(list);
  own.pointAt({ x: 5, y: 5 });
  await world.pass(ARRIVAL_MS);
  people.refresh();
  expect(people.peers.value[0]).not.toBe(before);
});

test('what others drag is seen where they have it, and stays where it was dropped until the log has it', async () => {
  const two = await together();
  const { ann, bob, world, people, id } = two;
  await dragged(two, 250);
  expect(ann.board.theirPlaces.get(id)).toMatchObject({ x: 250 });
  await dragged(two, 300);
  expect(ann.board.theirPlaces.get(id)).toMatchObject({ x: 300 });
  expect(nodeOf(ann.board, id).element.x).toBe(0);
  await letGo(two);
  expect(ann.board.theirPlaces.get(id)).toMatchObject({ x: 300 });
  placeElements(bob.document, 'move', [{ id, parent: null, placement: { ...PLACE, x: 300 } }]);
  await world.pass(500);
  people.refresh();
  expect(nodeOf(ann.board, id).element.x).toBe(300);
  expect(ann.board.theirPlaces.size).toBe(0);
});

test('what is let go and never lands goes back after a moment', async () => {
  const two = await together();
  const { ann, world, people, id } = two;
  await dragged(two, 250);
  await letGo(two);
  people.refresh();
  world.time.advance(599);
  expect(ann.board.theirPlaces.get(id) !== undefined).toBe(true);
  world.time.advance(1);
  expect(ann.board.theirPlaces.get(id) !== undefined).toBe(false);
});

test('what is taken up again before it landed goes on being dragged', async () => {
  const two = await together();
  const { ann, bob, world, people, id } = two;
  await dragged(two, 250);
  await letGo(two);
  const letGoMs = world.time.nowMs();
  bob.board.ownPlaces.set(id, { ...PLACE, x: 260 });
  while (ann.board.theirPlaces.get(id)?.x !== 260) {
    await world.pass(20);
    people.refresh();
  }
  expect(world.time.nowMs() - letGoMs).toBeLessThan(600);
  world.time.advance(5_000);
  expect(ann.board.theirPlaces.get(id)).toMatchObject({ x: 260 });
});

test('who drags what is not there, or leaves in the middle of a drag, leaves nothing behind', async () => {
  const two = await together();
  const { ann, bob, world, people, own, id } = two;
  bob.board.ownPlaces.set('nobody', PLACE);
  await dragged(two, 250);
  expect([...ann.board.theirPlaces.keys()]).toEqual([id]);
  deleteElements(ann.document, [id]);
  own.dispose();
  await world.pass(ARRIVAL_MS);
  people.refresh();
  await world.pass(ARRIVAL_MS);
  expect([people.peers.value.length, ann.board.theirPlaces.size]).toEqual([0, 0]);
});

test('nothing that others show breaks the board', async () => {
  const two = await together();
  const { ann, bob, world, people, id } = two;
  const hostile = [
    { at: ['x', null], sel: [1, {}, 'a'], drag: [[id, 1, 2, 3], [id], 7, null] },
    { drag: [[id, 0, 0, -1, 5, 0]] },
    { sel: 'all', drag: { id: 1 } },
    'words',
    [[[[[]]]]],
    null,
  ];
  for (const data of hostile) {
    bob.document.presence.set({ ...BOB, data });
    await world.pass(ARRIVAL_MS);
    people.refresh();
    expect(people.peers.value).toMatchObject([{ name: 'Bob', at: undefined }]);
    expect(ann.board.theirPlaces.size).toBe(0);
  }
});

test('after the end nothing lands any more', async () => {
  const two = await together();
  await dragged(two, 250);
  await letGo(two);
  two.people.dispose();
  two.world.time.advance(10_000);
  expect(two.ann.board.theirPlaces.get(two.id) !== undefined).toBe(true);
});
