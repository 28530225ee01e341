import type { SeedDocument } from '@statehouse/cli';
import type { ShowcaseSchema } from '../schema.ts';
import { fillList, fillText, WELCOME } from '../src/rooms/page/sample.ts';
import { SAMPLE_BOARDS } from './boards.ts';

/** The documents that a new house begins with. Each is filled once, while nothing was ever written to it. */
export const SAMPLE_DOCUMENTS: readonly SeedDocument<ShowcaseSchema>[] = [
  ...SAMPLE_BOARDS,
  {
    document: WELCOME,
    fill: (tx) => {
      fillText(tx, WELCOME);
      fillList(tx, WELCOME);
    },
  },
];
