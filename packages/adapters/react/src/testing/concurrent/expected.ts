import type { Outcomes } from './checks.ts';

const all: Outcomes = {
  1: true,
  2: true,
  3: true,
  4: true,
  5: true,
  6: true,
  7: true,
  8: true,
  9: true,
  10: true,
};

/** What useSyncExternalStore can give: its updates are synchronous, so there is nothing to interrupt or to branch. */
export const EXTERNAL: Outcomes = { ...all, 5: false, 6: false };

/**
 * What each subject comes to, by name. docs/react.md shows this table. The last two are controls: one shows that the
 * checks can see 5 and 6 succeed, the other that they can see tearing.
 */
export const EXPECTED: Readonly<Record<string, Outcomes>> = {
  useQuery: EXTERNAL,
  useEntity: EXTERNAL,
  useStore: EXTERNAL,
  'useStore of a derived value': EXTERNAL,
  'useState in a context': all,
  'a store read while rendering': {
    ...all,
    2: false,
    3: false,
    4: false,
    6: false,
    8: false,
    9: false,
    10: false,
  },
};
