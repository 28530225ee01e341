import { type Measurement, rounded } from '../measurement.ts';
import type { Goal } from './goal.ts';
import { GOALS } from './goals.ts';

/** Ours in every bench. */
export const OURS = 'statehouse';

/** How one goal stands. */
export interface Verdict {
  readonly goal: Goal;
  readonly n: number;
  /** What is held against the limit: a ratio, or a value in the unit of the metric. */
  readonly reached: number;
  readonly isMet: boolean;
  /** In words, without what was measured where. */
  readonly text: string;
}

/** The goals on which these figures have something to say, at each of their sizes. */
export function judge(
  measurements: readonly Measurement[],
  goals: readonly Goal[] = GOALS,
): readonly Verdict[] {
  return goals.flatMap((goal) =>
    figuresFor(goal, goal.impl ?? OURS, measurements).flatMap((ours) => {
      const { limit } = goal;
      const inUnit = (value: number) => `${rounded(value)} ${ours.unit}`;
      if (limit.kind === 'absolute') return [verdictOf(goal, ours.n, ours.median, inUnit)];
      return figuresFor(goal, limit.to, measurements)
        .filter(({ n }) => n === ours.n)
        .map((other) =>
          limit.kind === 'difference'
            ? verdictOf(
                goal,
                ours.n,
                ours.median - other.median,
                (value) => `${inUnit(value)} more than ${limit.to}`,
              )
            : verdictOf(
                goal,
                ours.n,
                ours.median / other.median,
                (value) => `${rounded(value)}x ${limit.to}`,
              ),
        );
    }),
  );
}

/** One line for each goal. */
export function verdictLines(measurements: readonly Measurement[]): readonly string[] {
  return judge(measurements).map(({ goal, n, text }) => {
    const whose = goal.impl === undefined ? '' : ` of ${goal.impl}`;
    return `${goal.case} ${goal.metric}${whose} at n=${n}: ${text}`;
  });
}

function verdictOf(goal: Goal, n: number, reached: number, say: (value: number) => string): Verdict {
  const { atMost } = goal.limit;
  const isMet = reached <= atMost;
  const outcome = isMet ? 'met' : `missed by ${rounded((reached / atMost - 1) * 100).toFixed(0)} %`;
  return { goal, n, reached, isMet, text: `${say(reached)}, goal at most ${say(atMost)}: ${outcome}` };
}

function figuresFor(goal: Goal, impl: string, measurements: readonly Measurement[]): readonly Measurement[] {
  return measurements.filter(
    (figure) =>
      figure.bench === goal.bench &&
      figure.case === goal.case &&
      figure.metric === goal.metric &&
      figure.impl === impl &&
      figure.n >= goal.from &&
      figure.n <= goal.to,
  );
}
