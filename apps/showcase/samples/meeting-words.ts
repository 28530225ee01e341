/** What a note of the minutes is: something that was said, something that is known, something that worries. */
export type Remark = readonly [kind: 'said' | 'known' | 'worry', words: string];

export const AGENDA = [
  ['19:00', 'Tea, and who is new'],
  ['19:15', 'Friday evenings'],
  ['19:40', 'The roof over the store'],
  ['20:10', 'The table saw'],
  ['20:35', 'Lending, and for how long'],
  ['21:00', 'Who does what'],
] as const;

export const PRESENT = [
  'Grace',
  'Ole',
  'Wendy',
  'Alan',
  'Radia',
  'Tony',
  'Hedy',
  'Peter',
  'Ursula',
  'Ada',
] as const;

export const TOPICS: readonly {
  readonly title: string;
  readonly remarks: readonly Remark[];
  /** Hands for and against. */
  readonly vote: string;
}[] = [
  {
    title: 'Friday evenings',
    remarks: [
      ['known', 'Fridays bring four people, Wednesdays nineteen.'],
      ['said', 'I come on Fridays because it is quiet. —\u00a0Ursula'],
      ['said', 'Move it to Saturday morning, with bread. —\u00a0Wendy'],
      ['worry', 'Whoever has the key on Fridays is always Alan.'],
    ],
    vote: '17 for\n2 against',
  },
  {
    title: 'The leaking roof',
    remarks: [
      ['known', 'Two buckets under the north gutter, emptied twice a day.'],
      ['known', 'The roofer asks 2,340. We have 1,900 in the tin.'],
      ['said', 'Three of us can carry tiles and save him a day. —\u00a0Peter'],
      ['worry', 'The sewing machines stand right below it.'],
    ],
    vote: '19 for\n0 against',
  },
  {
    title: 'The table saw',
    remarks: [
      ['known', 'Eleven complaints since Christmas, all after eight.'],
      ['said', 'The blade sings because it is blunt. —\u00a0Tony'],
      ['said', 'Felt on the wall to the reading room: we have it. —\u00a0Hedy'],
      ['worry', 'A rule that nobody keeps is worse than none.'],
    ],
    vote: '15 for\n4 against',
  },
  {
    title: 'Lending',
    remarks: [
      ['known', '31 tools are out for longer than a month.'],
      ['said', 'Ring people up. Letters make them hide. —\u00a0Radia'],
      ['said', 'Two weeks, and twice more if nobody waits. —\u00a0Ole'],
      ['worry', 'Fines keep away the ones we are here for.'],
    ],
    vote: '18 for\n1 against',
  },
];

export const DECISIONS = [
  'Saturdays, nine to one, from April',
  'The roof is mended after Easter',
  'The saw rests from eight',
  'Two weeks a loan, and no fines',
] as const;

export const TASKS = [
  ['Wendy', 'finds out about bread'],
  ['Peter', 'rings the roofer on Monday'],
  ['Tony', 'orders two blades'],
  ['Hedy', 'hangs the felt, with Ada'],
  ['Radia', 'rings the 31'],
] as const;

export const PARKED = ['A kiln, after the roof', 'Lights for the yard', 'A second key, for Alan'] as const;
