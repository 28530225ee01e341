import { expect, test } from 'vitest';
import { entranceOf, OPEN_ROOMS, pathOfRoom, placeFromPath, roomOfPlace } from './place.ts';
import { closedRooms, documentRooms, documentTitle, openRooms, roomEntry, sampleNames } from './rooms.ts';

test('every room that can be entered stands on the plan, and no room twice', () => {
  const ids = [...openRooms, ...closedRooms].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(openRooms.map(({ id }) => id).sort()).toEqual([...OPEN_ROOMS].sort());
});

test('a room that is named alone opens its first sample', () => {
  for (const { id, documents } of documentRooms)
    expect(placeFromPath(pathOfRoom(id))).toMatchObject({ document: documents[0]?.document });
});

test('the entrance of every room leads into it', () => {
  for (const { id } of openRooms) expect(roomOfPlace(placeFromPath(entranceOf(id)))).toBe(id);
});

test('the samples have the names that the server knows', () => {
  expect(sampleNames(roomEntry('page'))).toEqual(['welcome']);
  expect(sampleNames(roomEntry('board'))).toEqual(['board/roadmap', 'board/floor-plan', 'board/meeting']);
});

test('a document goes by its title if it is a sample, and else by its name', () => {
  expect(documentTitle('board', 'floor-plan')).toBe('Floor plan');
  expect(documentTitle('page', 'my own')).toBe('my own');
});
