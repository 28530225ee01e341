import { createDatabase } from '@statehouse/db';
import { seededRandom } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { schema } from '../../../schema.ts';
import { miniatureOf } from './board-miniature.ts';

const board = () => createDatabase({ schema, random: seededRandom(1) });

test('a board with nothing on it has no picture', () => {
  expect(miniatureOf(board().snapshot)).toBeUndefined();
});

test('what lies in a frame is drawn where the frame is, and in the order of the board', () => {
  const database = board();
  database.transact((tx) => {
    tx.elements.insert({ id: 'frame', kind: 'frame', x: 100, y: 50, width: 300, height: 200, label: '' });
    tx.elements.insert(
      {
        id: 'note',
        kind: 'note',
        color: 'amber',
        x: 10,
        y: 20,
        width: 40,
        height: 40,
        label: 'hello, everybody\nand more',
      },
      { parent: 'frame' },
    );
    tx.elements.insert({ id: 'dot', kind: 'ellipse', x: 0, y: 0, width: 10, height: 10, label: '' });
  });
  const miniature = miniatureOf(database.snapshot);
  expect(miniature?.shapes.map(({ id, x, y }) => [id, x, y])).toEqual([
    ['frame', 100, 50],
    ['note', 110, 70],
    ['dot', 0, 0],
  ]);
  expect(miniature?.shapes[1]?.label).toBe('he…');
  expect(miniature?.viewBox).toBe('-24 -24 448 298');
});
