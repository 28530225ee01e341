import type { ElementColor } from '../src/rooms/board/scene/element.ts';

/** What the work is about; each has a row and a colour. */
export const THEMES = [
  { name: 'The lamp', color: 'amber', means: 'what makes light' },
  { name: 'The bracket', color: 'teal', means: 'what holds it' },
  { name: 'Repair', color: 'blue', means: 'keeping it alive' },
  { name: 'The shops', color: 'pink', means: 'who sells it' },
] as const satisfies readonly {
  readonly name: string;
  readonly color: ElementColor;
  readonly means: string;
}[];

interface Quarter {
  readonly months: string;
  readonly aim: string;
  /** A list for each theme, in the themes' order: one or two sentences. */
  readonly plans: readonly (readonly string[])[];
  readonly made: string;
  readonly milestone: string;
}

export const QUARTERS: readonly Quarter[] = [
  {
    months: 'January to March',
    aim: 'Forty lamps to ride with',
    plans: [
      ['Light thirty metres of road, not the trees.', 'Stay lit for four minutes at a red light.'],
      ['One screw, one size, and a tool that every kitchen has.'],
      ['Draw the lamp so that it opens with a coin.'],
      ['Ask three shops what comes back broken.', 'Radia rides one to work until March.'],
    ],
    made: '40 lamps\nby hand',
    milestone: 'First\nnight ride',
  },
  {
    months: 'April to June',
    aim: 'Allowed on the road',
    plans: [
      ['Send six lamps to the road test in May.', 'Cut the lens again: the left edge is dim.'],
      ['It has to hold on cobbles. The last one did not.', 'A second clamp, for thick handlebars.'],
      ['Print the wiring on the inside of the lid.'],
      ['Show it in two shop windows, lit, at dusk.'],
    ],
    made: '6 lamps\nto test',
    milestone: 'Road\napproval',
  },
  {
    months: 'July to September',
    aim: 'The first three hundred',
    plans: [
      ['Seal the switch. Rain got in twice.'],
      ['Order 400 brackets: the foundry rests in August.'],
      ['Sell every part on its own, from the first day.', 'Film the lens swap: two minutes, no talking.'],
      ['Twelve shops, each with a lamp to lend.', 'A price that the shop can live on, too.'],
    ],
    made: '300 lamps\nin a row',
    milestone: 'First\nsale',
  },
  {
    months: 'October to December',
    aim: 'Ready for the dark',
    plans: [
      ['A rear light in the same shell.', 'Dip the beam when somebody comes.'],
      ['A bracket for baskets, if enough people ask.'],
      ['Mend the first returns, and write down why.'],
      ['Be on the shelves before the clocks change.', 'Ask the three shops again.'],
    ],
    made: '900 lamps\nmore',
    milestone: 'Clocks\ngo back',
  },
];

export const NOT_THIS_YEAR = [
  'An app. The lamp has a switch, and it works.',
  'Colours. Black hides the scratches best, says Peter.',
  'A battery. The point is that there is none to charge.',
  'Other countries. Each has a road test of its own.',
] as const;
