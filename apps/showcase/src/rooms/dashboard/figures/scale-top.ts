import type { Unit } from './figures.ts';

const STEPS = [2, 4, 6, 8, 10] as const;

/** The top of a scale from 0: a round number above the highest value, half of which is round too. */
export function scaleTop(highest: number | null | undefined, unit: Unit): number {
  // Where next to nothing happened, a scale that shows it large would look like a lot.
  const value = Math.max(highest ?? 0, unit === 'count' ? 1.5 : unit === 'milliseconds' ? 0.015 : 0.15);
  const power = 10 ** Math.floor(Math.log10(value));
  // A little more than the value, or its line would run along the edge.
  const step = STEPS.find((each) => each * power >= value * 1.02) ?? 20;
  return step * power;
}
