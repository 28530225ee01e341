import { draftOf, type ElementDraft } from '../src/rooms/board/actions/insert-elements.ts';
import type { ElementColor } from '../src/rooms/board/scene/element.ts';
import { about, at, cell, holding, tilted } from './layout.ts';
import { AGENDA, DECISIONS, PARKED, PRESENT, type Remark, TASKS, TOPICS } from './meeting-words.ts';
import { seeded } from './seeded.ts';

const TOP = 108;
const BOTTOM = 976;
const GAP = 18;
const SIDE = 300;
const TOPIC = { x: SIDE + GAP, width: 232 };
const RIGHT = TOPIC.x + TOPICS.length * (TOPIC.width + GAP);

const COLORS: Readonly<Record<Remark[0], ElementColor>> = { said: 'amber', known: 'blue', worry: 'pink' };

const chance = seeded(312);

const heading = [
  draftOf('text', at(-6, 0, 700, 64), 'slate', 'Members’ evening'),
  draftOf(
    'text',
    at(-6, 60, 900, 30),
    'slate',
    '12 March, seven o’clock, in the reading room. Grace leads, Ada writes.',
  ),
];

const agenda = holding(
  draftOf('frame', at(0, TOP, SIDE, 296), 'slate', 'Agenda'),
  AGENDA.flatMap(([time, words], index) => {
    const { x, y } = cell({ x: 12, y: 42, columns: 1, width: 276, height: 30, gap: 10 }, index);
    return [
      draftOf('text', at(x, y, 60, 28), 'slate', time),
      draftOf('text', at(x + 56, y, 228, 28), 'slate', words),
    ];
  }),
);

const SEATING = { y: TOP + 296 + GAP, height: BOTTOM - TOP - 296 - GAP };
const table = { x: SIDE / 2, y: SEATING.height / 2 + 12 };

/** One at each end of the table and four at each side, clockwise from its head; the chairs at the corners turn in. */
const CHAIRS: readonly (readonly [x: number, y: number, rotation: number])[] = [
  [0, -196, 0],
  [95, -128, 24],
  [103, -43, 6],
  [103, 43, -6],
  [95, 128, -24],
  [0, 196, 0],
  [-95, 128, 24],
  [-103, 43, 6],
  [-103, -43, -6],
  [-95, -128, -24],
];

const seating = holding(
  draftOf('frame', at(0, SEATING.y, SIDE, SEATING.height), 'slate', 'Who sat where (and nine on the sofa)'),
  [draftOf('ellipse', about(table, 104, 330), 'teal', 'Tea\nand the\nminutes')],
  CHAIRS.map(([x, y, rotation], index) => {
    const place = about({ x: table.x + x, y: table.y + y }, 78, 34, rotation);
    return draftOf('rectangle', place, 'teal', PRESENT[index] ?? '');
  }),
);

const topics = TOPICS.map(({ title, remarks, vote }, index) => {
  const x = TOPIC.x + index * (TOPIC.width + GAP);
  const grid = { x: 14, y: 82, columns: 1, width: TOPIC.width - 28, height: 142, gap: 18 };
  return holding(
    draftOf('frame', at(x, TOP, TOPIC.width, BOTTOM - TOP), 'slate', AGENDA[index + 1]?.[0] ?? ''),
    [draftOf('text', at(7, 29, TOPIC.width - 14, 34), 'slate', title)],
    remarks.map(([kind, words], row) =>
      tilted(draftOf('note', cell(grid, row), COLORS[kind], words), chance, 1.8),
    ),
    [draftOf('diamond', at(TOPIC.width / 2 - 80, 724, 160, 128), 'orange', vote)],
  );
});

const decisions = holding(
  draftOf('frame', at(RIGHT, TOP, SIDE + 20, 300), 'slate', 'Decided'),
  DECISIONS.map((words, index) => {
    const grid = { x: 14, y: 42, columns: 1, width: SIDE - 8, height: 52, gap: 11 };
    return draftOf('rectangle', cell(grid, index), 'iris', words);
  }),
);

const tasks = holding(
  draftOf('frame', at(RIGHT, TOP + 318, SIDE + 20, 250), 'slate', 'Who does what'),
  TASKS.flatMap(([who, what], index) => {
    const { x, y } = cell({ x: 16, y: 46, columns: 1, width: 20, height: 20, gap: 19 }, index);
    return [
      draftOf('ellipse', at(x, y + 3, 20, 20), 'slate'),
      draftOf('text', at(x + 30, y, 264, 28), 'slate', `${who} ${what}`),
    ];
  }),
);

const parked = holding(
  draftOf('frame', at(RIGHT, TOP + 586, SIDE + 20, BOTTOM - TOP - 586), 'slate', 'Parked, not forgotten'),
  PARKED.map((words, index) => {
    const grid = { x: 14, y: 48, columns: 1, width: SIDE - 8, height: 60, gap: 10 };
    return tilted(draftOf('note', cell(grid, index), 'slate', words), chance, 1.2);
  }),
);

const LEGEND = [
  ['said', 'somebody said it'],
  ['known', 'we know it'],
  ['worry', 'it worries us'],
] as const;

const legend = LEGEND.flatMap(([kind, words], index) => {
  const x = TOPIC.x + 500 + index * 190;
  return [
    draftOf('note', at(x, 64, 22, 22), COLORS[kind]),
    draftOf('text', at(x + 30, 61, 150, 28), 'slate', words),
  ];
});

/** The minutes of a meeting: what was to be talked about, what was said, and what came of it. */
export const MEETING: readonly ElementDraft[] = [
  agenda,
  seating,
  ...topics,
  decisions,
  tasks,
  parked,
  ...legend,
  ...heading,
];
