import { draftOf, type ElementDraft } from '../src/rooms/board/actions/insert-elements.ts';
import { BUILDING, DOORS, MEANING, ROOMS, type Room, WINDOWS, YARD } from './floor-plan-things.ts';
import { at, bar, cell, holding, tilted } from './layout.ts';
import { MILL_LANE } from './pictures/mill-lane.ts';
import { seeded } from './seeded.ts';

/** Where the building's top left corner lies; left of it and above it stand its measurements. */
const CORNER = { x: 60, y: 150 };
const YARD_TOP = CORNER.y + BUILDING.height + 14;
/** What is said about the plan stands to the right of it. */
const ASIDE = { x: CORNER.x + BUILDING.width + 36, width: 300 };

const chance = seeded(4);

const metres = (centimetres: number) => (centimetres / 100).toFixed(1);

function roomOf({ name, box, things }: Room): ElementDraft {
  const [x, y, width, height] = box;
  const measures = `${metres(width)} × ${metres(height)} m`;
  const title = draftOf('text', at(7, 25, Math.min(width - 14, 240), 40), 'slate', name);
  return holding(draftOf('frame', at(x, y, width, height), 'slate', measures), things, [title]);
}

const doors = DOORS.flatMap(({ gap, leaf }) => {
  const threshold = draftOf('rectangle', at(...gap), MEANING.door);
  if (leaf === undefined) return [threshold];
  const [x, y, length, degrees] = leaf;
  return [threshold, draftOf('rectangle', bar({ x, y }, length, 8, degrees), MEANING.door)];
});

const windows = WINDOWS.map((pane) => draftOf('rectangle', at(...pane), MEANING.glass));

/** The walls are what the building shows between its rooms. */
const building = holding(
  draftOf('rectangle', at(CORNER.x, CORNER.y, BUILDING.width, BUILDING.height), 'slate'),
  ROOMS.map(roomOf),
  doors,
  windows,
);

const yard = holding(
  draftOf('frame', at(CORNER.x, YARD_TOP, BUILDING.width, 180), 'slate', 'Yard, towards the lane'),
  YARD,
);

const measurements = [
  draftOf('text', at(CORNER.x + BUILDING.width / 2 - 90, CORNER.y - 36, 180, 30), 'slate', '←   14.8 m   →'),
  draftOf('text', at(-52, CORNER.y + BUILDING.height / 2 - 15, 170, 30, -90), 'slate', '←   8.2 m   →'),
];

const heading = [
  draftOf('text', at(54, 0, 760, 64), 'slate', 'Mill Lane Workshop'),
  draftOf(
    'text',
    at(54, 58, 900, 30),
    'slate',
    'Ground floor, measured in February. A unit of this board is a centimetre.',
  ),
];

const LEGEND = [
  ['fixed', 'shelves and walls'],
  ['seat', 'where people sit and work'],
  ['machine', 'machines: ear protection'],
  ['glass', 'windows and water'],
  ['door', 'doors'],
] as const;

const legend = holding(
  draftOf('frame', at(ASIDE.x, 650, ASIDE.width, 250), 'slate', 'What the colours say'),
  LEGEND.flatMap(([meaning, words], index) => {
    const { x, y } = cell({ x: 16, y: 44, columns: 1, width: 26, height: 26, gap: 14 }, index);
    return [
      draftOf('rectangle', at(x, y, 26, 26), MEANING[meaning]),
      draftOf('text', at(x + 36, y - 1, 240, 28), 'slate', words),
    ];
  }),
);

const SAID = [
  ['Could the saw move? It is two metres from my chair. —\u00a0Ada', 0],
  ['It weighs 400 kilos. I would sooner move you. —\u00a0Ole', 1],
  ['Felt on the wall, then. We have the felt. —\u00a0Hedy', 2],
] as const;

const aside = [
  { ...draftOf('image', at(ASIDE.x, 0, ASIDE.width, 193), 'slate'), picture: MILL_LANE },
  draftOf('diamond', at(CORNER.x + BUILDING.width - 92, 22, 92, 108), 'slate', '↑\nN'),
  ...SAID.map(([sentence, index]) => {
    const grid = { x: ASIDE.x + 10, y: 236, columns: 1, width: 280, height: 110, gap: 22 };
    return tilted(draftOf('note', cell(grid, index), MEANING.said, sentence), chance);
  }),
];

/** Notes that lie where they are meant. */
const onThePlan = [
  draftOf(
    'note',
    at(CORNER.x + 1130, CORNER.y + 290, 176, 120, -3),
    MEANING.said,
    'Keep this free: boards are 3 m long. —\u00a0Tony',
  ),
  draftOf(
    'note',
    at(CORNER.x + 1010, YARD_TOP + 36, 176, 118, 3),
    MEANING.said,
    'Rain barrel here, please. —\u00a0Wendy',
  ),
];

/** The plan of a house that people share: a building that holds rooms, which hold what stands in them. */
export const FLOOR_PLAN: readonly ElementDraft[] = [
  yard,
  building,
  ...measurements,
  legend,
  ...aside,
  ...onThePlan,
  ...heading,
];
