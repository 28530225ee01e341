import type { Transaction } from '@statehouse/db';
import { BOARD_ID, NOTE_ID, type ShowcaseSchema } from '../schema.ts';
import { tidyPlacement } from '../src/rooms/board/plane/geometry.ts';
import type { ElementColor, ElementKind } from '../src/rooms/board/scene/element.ts';
import { at, cell, type Grid } from './layout.ts';
import { type Chance, pick, seeded } from './seeded.ts';

/** How many elements a frame holds. */
const PER_FRAME = 15;
const INSIDE: Grid = { x: 20, y: 44, columns: 5, width: 150, height: 110, gap: 20 };
const FRAME = { width: 870, height: 434, gap: 60 };

const KINDS: readonly [ElementKind, ...ElementKind[]] = [
  'note',
  'note',
  'note',
  'rectangle',
  'rectangle',
  'ellipse',
  'diamond',
  'text',
];
const COLORS: readonly [ElementColor, ...ElementColor[]] = [
  'amber',
  'amber',
  'blue',
  'teal',
  'pink',
  'slate',
  'iris',
  'grass',
];
const DEEDS: readonly [string, ...string[]] = ['Oil', 'Ask', 'Mend', 'Draw', 'Move', 'Weigh', 'Lend', 'Sort'];
const THINGS: readonly [string, ...string[]] = [
  'the gate',
  'a lamp',
  'Hedy',
  'the oven',
  'a chair',
  'the maps',
  'the boat',
  'Peter',
];
const PLACES: readonly [string, ...string[]] = ['Cellar', 'Attic', 'Garden', 'Kitchen', 'Stairs', 'Shed'];

/**
 * A board of exactly `count` elements for measurements: a square of frames with notes and shapes in them, of mixed
 * kinds and colours, every fifth turned a little. The same seed gives the same board. One
 * operation holds some four thousand of them: beyond that the transaction has to be `split`. The document may be a
 * board already, but one without such a crowd.
 */
export function fillCrowd(tx: Transaction<ShowcaseSchema>, count: number, seed: number): void {
  const chance = seeded(seed);
  if (!tx.boards.has(BOARD_ID)) tx.boards.insert({ id: BOARD_ID, title: `A crowd of ${count}` });
  if (!tx.notes.has(NOTE_ID)) tx.notes.insert({ id: NOTE_ID, body: '' });
  const frames = Math.ceil(count / (PER_FRAME + 1));
  const grid = { x: 0, y: 0, columns: Math.max(1, Math.round(Math.sqrt(frames / 1.4))), ...FRAME };
  for (let index = 0; index < frames; index += 1) {
    const frame = tx.elements.insert({
      id: `crowd-${index + 1}`,
      kind: 'frame',
      label: `${pick(chance, PLACES)} ${index + 1}`,
      ...cell(grid, index),
    });
    const held = Math.min(PER_FRAME, count - index * (PER_FRAME + 1) - 1);
    for (let slot = 0; slot < held; slot += 1) insertOne(tx, frame, slot, chance);
  }
}

function insertOne(tx: Transaction<ShowcaseSchema>, frame: string, slot: number, chance: Chance): void {
  const kind = pick(chance, KINDS);
  const { x, y, width, height } = cell(INSIDE, slot);
  const turned = chance() < 0.2 ? (chance() * 2 - 1) * 8 : 0;
  tx.elements.insert(
    {
      id: `${frame}-${slot + 1}`,
      kind,
      color: pick(chance, COLORS),
      label: `${pick(chance, DEEDS)}\n${pick(chance, THINGS)}`.replace('\n', kind === 'text' ? ' ' : '\n'),
      ...tidyPlacement(kind === 'text' ? at(x, y + 40, width, 28) : at(x, y, width, height, turned)),
    },
    { parent: frame },
  );
}
