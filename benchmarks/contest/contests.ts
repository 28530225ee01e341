import { hubContest } from '../hub/contest.ts';
import { queriesContest } from '../queries/contest.ts';
import { selectorsContest } from '../selectors/contest.ts';
import { tablesContest } from '../tables/contest.ts';
import type { Contest } from './meter.ts';

export const contests: ReadonlyMap<string, Contest> = new Map(
  [tablesContest, queriesContest, selectorsContest, hubContest].map((contest) => [contest.bench, contest]),
);
