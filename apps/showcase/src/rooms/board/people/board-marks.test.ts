import { expect, test } from 'vitest';
import { deleteElements, recolorElements } from '../actions/change-elements.ts';
import { openBoard, put } from '../testing/open-board.ts';
import { SyncWorld } from '../testing/sync-world.ts';
import { BoardMarks } from './board-marks.ts';

const marksOf = ({ marks }: BoardMarks) => Object.fromEntries(marks.entries());

test('what waits for the server is marked until the server has it', async () => {
  const opened = await openBoard();
  const marks = new BoardMarks(opened.board);
  const id = put(opened, 'note', {});
  const other = put(opened, 'note', { x: 200 });
  expect(marksOf(marks)).toEqual({ [id]: 'pending', [other]: 'pending' });
  await opened.world.settle([opened.document]);
  marks.refresh();
  expect(marksOf(marks)).toEqual({});
});

test('without a connection the marks stay, and go when it is back', async () => {
  const opened = await openBoard();
  const marks = new BoardMarks(opened.board);
  const id = put(opened, 'note', {});
  await opened.world.settle([opened.document]);
  opened.world.cut();
  recolorElements(opened.document, [id], 'red');
  await opened.world.pass(20);
  expect(marksOf(marks)).toEqual({ [id]: 'pending' });
  await opened.world.settle([opened.document]);
  expect(marksOf(marks)).toEqual({});
});

test('what others do is not marked, and after the end nothing is', async () => {
  const world = new SyncWorld(3);
  const ann = await openBoard('ann', world);
  const bob = await openBoard('bob', world);
  const marks = new BoardMarks(ann.board);
  put(bob, 'note', {});
  await world.settle([ann.document, bob.document]);
  expect(marksOf(marks)).toEqual({});
  marks.dispose();
  put(ann, 'note', {});
  expect(marksOf(marks)).toEqual({});
});

test('what lost against others is marked until that is dismissed', async () => {
  const world = new SyncWorld(4);
  const ann = await openBoard('ann', world);
  const id = put(ann, 'note', {});
  await world.settle([ann.document]);
  const bob = await openBoard('bob', world);
  await world.settle([ann.document, bob.document]);
  const marks = new BoardMarks(ann.board);
  const bobsMarks = new BoardMarks(bob.board);
  recolorElements(ann.document, [id], 'red');
  recolorElements(bob.document, [id], 'teal');
  await world.settle([ann.document, bob.document]);
  const losers = [
    { document: ann.document, marks },
    { document: bob.document, marks: bobsMarks },
  ].filter(({ document }) => document.conflicts.length > 0);
  expect(losers).toHaveLength(1);
  for (const loser of losers) {
    expect(marksOf(loser.marks)).toEqual({ [id]: 'conflict' });
    for (const { key } of loser.document.conflicts) loser.document.dismissConflict(key);
    loser.marks.refresh();
    expect(marksOf(loser.marks)).toEqual({});
  }
});

test('what the server refused is marked as refused', async () => {
  const world = new SyncWorld(6);
  const writer = await openBoard('ann', world);
  const id = put(writer, 'note', {});
  await world.settle([writer.document]);
  const reader = await openBoard('reader', world);
  const marks = new BoardMarks(reader.board);
  recolorElements(reader.document, [id], 'red');
  await world.settle([reader.document, writer.document]);
  expect(reader.document.refused).toHaveLength(1);
  expect(marksOf(marks)).toEqual({ [id]: 'refused' });
  for (const { sequence } of reader.document.refused) reader.document.dismissRefused(sequence);
  marks.refresh();
  expect(marksOf(marks)).toEqual({});
});

test('of an element that is deleted meanwhile no mark of waiting stays', async () => {
  const opened = await openBoard();
  const marks = new BoardMarks(opened.board);
  const id = put(opened, 'note', {});
  deleteElements(opened.document, [id]);
  await opened.world.settle([opened.document]);
  expect(marksOf(marks)).toEqual({});
});
