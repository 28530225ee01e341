import { draftOf, type ElementDraft } from '../src/rooms/board/actions/insert-elements.ts';
import { about, at, cell, type Grid, holding, tilted } from './layout.ts';
import { HERON } from './pictures/heron.ts';
import { NOT_THIS_YEAR, QUARTERS, THEMES } from './roadmap-words.ts';
import { seeded } from './seeded.ts';

const NOTE = { width: 178, height: 126 };
const GAP = 12;
const PADDING = 18;
const QUARTER = { top: 108, width: 2 * (NOTE.width + PADDING) + GAP, height: 774, gap: 18 };
/** Where the quarters begin: the themes' names stand to the left of them. */
const LEFT = 60;
/** Where the notes begin inside a quarter. */
const FIRST_ROW = 84;
const BELOW = { y: QUARTER.top + QUARTER.height + QUARTER.gap, height: 190 };

const chance = seeded(1887);

function columnAt(index: number): number {
  return LEFT + index * (QUARTER.width + QUARTER.gap);
}

/** The names of the rows, written upwards. */
const lanes = THEMES.map(({ name, color }, row) => {
  const y = QUARTER.top + FIRST_ROW + row * (NOTE.height + GAP) + NOTE.height / 2;
  return draftOf('rectangle', about({ x: 22, y }, NOTE.height, 44, -90), color, name);
});

const quarters = QUARTERS.map(({ months, aim, plans, made, milestone }, index) => {
  const placement = at(columnAt(index), QUARTER.top, QUARTER.width, QUARTER.height);
  const foot = FIRST_ROW + THEMES.length * (NOTE.height + GAP) + 4;
  return holding(
    draftOf('frame', placement, 'slate', months),
    [draftOf('text', at(7, 29, 380, 44), 'slate', aim)],
    plans.flatMap((sentences, row) => notesOf(sentences, row, index)),
    [
      draftOf('ellipse', at(PADDING + 14, foot + 10, 150, 96), 'slate', made),
      draftOf('diamond', at(QUARTER.width - PADDING - 172, foot, 166, 116), 'orange', milestone),
    ],
  );
});

/** A single note stands now left, now right, as people put them. */
function notesOf(sentences: readonly string[], row: number, quarter: number): readonly ElementDraft[] {
  const grid: Grid = {
    x: PADDING,
    y: FIRST_ROW + row * (NOTE.height + GAP),
    columns: 2,
    ...NOTE,
    gap: GAP,
  };
  const first = sentences.length === 1 ? (row + quarter) % 2 : 0;
  const color = THEMES[row]?.color ?? 'slate';
  return sentences.map((sentence, index) =>
    tilted(draftOf('note', cell(grid, first + index), color, sentence), chance),
  );
}

const heading = [
  draftOf('text', at(54, 0, 640, 64), 'slate', 'A year of the Heron lamp'),
  draftOf(
    'text',
    at(54, 60, 900, 30),
    'slate',
    'A bicycle lamp that lives on the turning wheel. Five people, one back room.',
  ),
  draftOf('rectangle', at(columnAt(1) + 262, QUARTER.top - 18, 124, 36, 3), 'iris', 'we are here'),
];

const notThisYear = holding(
  draftOf(
    'frame',
    at(columnAt(1), BELOW.y, 2 * QUARTER.width + QUARTER.gap, BELOW.height),
    'slate',
    'Not this year, and why',
  ),
  NOT_THIS_YEAR.map((sentence, index) => {
    const grid = { x: PADDING, y: 42, columns: 4, ...NOTE, width: 188, gap: 13 };
    return tilted(draftOf('note', cell(grid, index), 'slate', sentence), chance, 1.6);
  }),
);

const legend = holding(
  draftOf('frame', at(columnAt(3), BELOW.y, QUARTER.width, BELOW.height), 'slate', 'How to read it'),
  THEMES.flatMap(({ color, means }, index) => {
    const { x, y } = cell({ x: PADDING, y: 42, columns: 1, width: 26, height: 26, gap: 10 }, index);
    return [
      draftOf('note', at(x, y, 26, 26), color),
      draftOf('text', at(x + 34, y, 150, 28), 'slate', means),
    ];
  }),
  [
    draftOf('ellipse', at(206, 43, 40, 26), 'slate'),
    draftOf('text', at(252, 42, 140, 28), 'slate', 'what we make'),
    draftOf('diamond', at(206, 77, 40, 28), 'orange'),
    draftOf('text', at(252, 77, 140, 28), 'slate', 'a day to keep'),
  ],
);

const picture: ElementDraft = {
  ...draftOf('image', at(columnAt(0), BELOW.y, QUARTER.width, BELOW.height), 'slate'),
  picture: HERON,
};

/** A year of an invented product: a column for each quarter, a row and a colour for each theme. */
export const ROADMAP: readonly ElementDraft[] = [
  ...lanes,
  ...quarters,
  picture,
  notThisYear,
  legend,
  ...heading,
];
