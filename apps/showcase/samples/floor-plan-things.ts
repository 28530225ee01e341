import { draftOf, type ElementDraft } from '../src/rooms/board/actions/insert-elements.ts';
import type { ElementColor } from '../src/rooms/board/scene/element.ts';
import { about, at, bar, ring } from './layout.ts';

/** One board unit is a centimetre, and everything in a room is placed from its top left corner. */
export interface Room {
  readonly name: string;
  /** Of the room inside its walls; x and y in the building. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
  readonly things: readonly ElementDraft[];
}

/** What the colours mean on this plan. */
export const MEANING = {
  fixed: 'slate',
  seat: 'teal',
  machine: 'orange',
  glass: 'blue',
  door: 'iris',
  plant: 'grass',
  said: 'amber',
} as const satisfies Record<string, ElementColor>;

type Size = readonly [x: number, y: number, width: number, height: number, rotation?: number];

const shelf = (label: string, ...size: Size) => draftOf('rectangle', at(...size), MEANING.fixed, label);
const table = (label: string, ...size: Size) => draftOf('rectangle', at(...size), MEANING.seat, label);
const machine = (label: string, ...size: Size) => draftOf('rectangle', at(...size), MEANING.machine, label);
const basin = (label: string, ...size: Size) => draftOf('ellipse', at(...size), MEANING.glass, label);
const plant = (label: string, ...size: Size) => draftOf('ellipse', at(...size), MEANING.plant, label);

/** A round table and the stools about it. */
function roundTable(label: string, x: number, y: number, across: number, seats: number): ElementDraft[] {
  const reach = across / 2 + 24;
  const stools = ring(seats, { x, y }, { x: reach, y: reach }).map((point) =>
    draftOf('ellipse', about(point, 34, 34), MEANING.seat),
  );
  return [...stools, draftOf('ellipse', about({ x, y }, across, across), MEANING.seat, label)];
}

export const BUILDING = { width: 1480, height: 820 };

export const ROOMS: readonly Room[] = [
  {
    name: 'Reading room',
    box: [14, 14, 520, 420],
    things: [
      shelf('Novels, A to K', 280, 10, 230, 36),
      shelf('Novels, L to Z', 389, 157, 210, 36, 90),
      ...roundTable('Quiet\ntable', 306, 190, 112, 4),
      table('Armchair', 26, 318, 104, 78, -14),
      table('Armchair', 178, 318, 104, 78, 14),
      table('Sofa', -26, 186, 150, 64, -90),
    ],
  },
  {
    name: 'Workshop',
    box: [546, 14, 920, 420],
    things: [
      table('Long bench, four vices, daylight', 250, 10, 430, 66),
      machine('Table saw', 170, 178, 220, 120),
      machine('Lathe', 751, 187, 220, 76, 90),
      machine('Band saw', 470, 172, 96, 84, 18),
      draftOf('ellipse', at(646, 150, 116, 84), MEANING.machine, 'Drill'),
      table('Gluing table', 330, 326, 220, 76),
      shelf('Timber rack', -51, 187, 150, 36, -90),
    ],
  },
  {
    name: 'Kitchen',
    box: [14, 446, 360, 360],
    things: [
      shelf('Stove', 10, 300, 92, 50),
      shelf('Worktop', 112, 300, 150, 50),
      basin('', 272, 304, 62, 42),
      ...roundTable('Table', 150, 186, 110, 3),
    ],
  },
  {
    name: 'Hall',
    box: [386, 446, 300, 360],
    things: [
      table('Welcome desk', 72, 150, 150, 50, -6),
      shelf('Coats', -27, 291, 92, 30, -90),
      table('Bench', 233, 170, 90, 34, 90),
    ],
  },
  {
    name: 'Washroom',
    box: [698, 446, 180, 360],
    things: [basin('', 118, 90, 50, 40), basin('', 116, 286, 50, 62), shelf('Brooms', 20, 300, 84, 48)],
  },
  {
    name: 'Tool library',
    box: [890, 446, 576, 360],
    things: [
      table('Lending counter', 20, 186, 190, 58, 90),
      shelf('Drills and saws', 300, 92, 250, 44),
      shelf('Garden tools', 300, 160, 250, 44),
      shelf('Sewing and kitchen', 300, 228, 250, 44),
      shelf('Ladders', 300, 312, 250, 34),
    ],
  },
];

interface Door {
  /** The gap in the wall, in the building. */
  readonly gap: readonly [x: number, y: number, width: number, height: number];
  /** Where the leaf hangs, how long it is, and where it points when it stands open: degrees clockwise from the right. */
  readonly leaf?: readonly [x: number, y: number, length: number, degrees: number];
}

export const DOORS: readonly Door[] = [
  { gap: [486, 805, 100, 16], leaf: [486, 804, 98, -58] },
  { gap: [418, 433, 90, 14], leaf: [418, 434, 88, -62] },
  { gap: [576, 433, 96, 14], leaf: [576, 434, 94, -55] },
  { gap: [373, 612, 14, 90], leaf: [374, 612, 88, 118] },
  { gap: [685, 640, 14, 84] },
  { gap: [1170, 433, 120, 14], leaf: [1290, 446, 100, 128] },
  { gap: [1050, 805, 110, 16], leaf: [1050, 804, 106, -52] },
];

/** The panes in the outer walls, in the building. */
export const WINDOWS: readonly (readonly [x: number, y: number, width: number, height: number])[] = [
  [70, 1, 150, 12],
  [820, 1, 180, 12],
  [1080, 1, 180, 12],
  [1, 160, 12, 150],
  [1, 560, 12, 130],
  [150, 807, 120, 12],
  [1467, 560, 12, 150],
];

/** What stands in the yard, from its top left corner. */
export const YARD: readonly ElementDraft[] = [
  plant('Beans', 24, 62, 150, 88),
  draftOf('rectangle', at(214, 92, 140, 42, -4), MEANING.seat, 'Bench'),
  ...[0, 1, 2].map((index) =>
    draftOf('rectangle', bar({ x: 640 + index * 46, y: 132 }, 84, 10, -62), MEANING.fixed),
  ),
  draftOf('text', at(784, 84, 140, 28), 'slate', 'eight bicycles'),
  draftOf('ellipse', at(1206, 58, 70, 70), MEANING.glass),
  plant('Pear tree', 1316, 12, 146, 146),
];
