import type { Measurement } from '../measurement.ts';

/** How many times what the yardstick takes each implementation takes, a line for each metric that the yardstick has. */
export function ratioLines(measurements: readonly Measurement[], yardstick: string): readonly string[] {
  return measurements
    .filter(({ impl }) => impl === yardstick)
    .map((base) => {
      const others = measurements.filter(
        (figure) =>
          figure.impl !== yardstick &&
          figure.case === base.case &&
          figure.metric === base.metric &&
          figure.n === base.n,
      );
      const ratios = others.map(({ impl, median }) => `${impl} ${(median / base.median).toPrecision(3)}`);
      return `${base.case} ${base.metric} at n=${base.n}, times ${yardstick}: ${ratios.join(' · ')}`;
    })
    .filter((line) => !line.endsWith(': '));
}
