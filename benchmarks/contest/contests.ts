import { tablesContest } from '../tables/contest.ts';
import type { Contest } from './meter.ts';

export const contests: ReadonlyMap<string, Contest> = new Map(
  [tablesContest].map((contest) => [contest.bench, contest]),
);
