/** What is drawn as one line. */
export const LINES = [
  'sessions',
  'documents',
  'submissions',
  'deliveries',
  'commitMedian',
  'commitWorst',
  'received',
  'sent',
  'lagMedian',
  'lagWorst',
  'heap',
  'resident',
] as const;

export type LineId = (typeof LINES)[number];

/** How the numbers of a figure are written. */
export type Unit = 'count' | 'per-second' | 'milliseconds' | 'bytes' | 'bytes-per-second';

export interface Line {
  readonly id: LineId;
  readonly name: string;
}

/** One chart: two lines that are measured in the same unit. */
export interface Figure {
  readonly title: string;
  readonly unit: Unit;
  readonly lines: readonly [Line, Line];
  /** Whether a second in which nothing happened is told apart from one that was quick. */
  readonly isSparse?: boolean;
}

export const FIGURES: readonly Figure[] = [
  {
    title: 'Connected',
    unit: 'count',
    lines: [
      { id: 'sessions', name: 'Sessions' },
      { id: 'documents', name: 'Open documents' },
    ],
  },
  {
    title: 'Edits',
    unit: 'per-second',
    lines: [
      { id: 'submissions', name: 'Submissions' },
      { id: 'deliveries', name: 'Deliveries' },
    ],
  },
  {
    title: 'Commit to disk',
    unit: 'milliseconds',
    isSparse: true,
    lines: [
      { id: 'commitMedian', name: 'Median' },
      { id: 'commitWorst', name: '99 of 100 within' },
    ],
  },
  {
    title: 'Traffic',
    unit: 'bytes-per-second',
    lines: [
      { id: 'received', name: 'Received' },
      { id: 'sent', name: 'Sent' },
    ],
  },
  {
    title: 'Event loop lag',
    unit: 'milliseconds',
    lines: [
      { id: 'lagMedian', name: 'Median' },
      { id: 'lagWorst', name: '99 of 100 within' },
    ],
  },
  {
    title: 'Memory',
    unit: 'bytes',
    lines: [
      { id: 'heap', name: 'Heap' },
      { id: 'resident', name: 'Resident' },
    ],
  },
];
