import { type Measurement, rounded } from './measurement.ts';

/** Where a bench puts its figures and tells how far it is. */
export interface Output {
  measured(measurement: Measurement): void;
  /** What the figures say, once they are all there. */
  concluded(line: string): void;
  progress(line: string): void;
}

/** Figures on stdout (one JSON object a line, or aligned text with conclusions), progress on stderr. */
export function createOutput({ json }: { readonly json: boolean }): Output {
  return {
    measured(measurement) {
      const line = lineOf(measurement);
      process.stdout.write(`${json ? JSON.stringify(line) : describe(line)}\n`);
    },
    concluded(line) {
      (json ? process.stderr : process.stdout).write(`${line}\n`);
    },
    progress(line) {
      process.stderr.write(`${line}\n`);
    },
  };
}

/** The same output, and every figure in a list besides. */
export function recorded(output: Output, figures: Measurement[]): Output {
  return {
    ...output,
    measured(measurement) {
      figures.push(lineOf(measurement));
      output.measured(measurement);
    },
  };
}

function lineOf({ bench, case: name, impl, metric, n, median, unit, repeats }: Measurement): Measurement {
  return { bench, case: name, impl, metric, n, median: rounded(median), unit, repeats };
}

function describe({ case: name, impl, metric, n, median, unit, repeats }: Measurement): string {
  const what = `${name.padEnd(18)} ${impl.padEnd(23)} ${metric.padEnd(25)}`;
  return `${what} n=${String(n).padEnd(8)} ${String(median).padStart(10)} ${unit}  (median of ${repeats})`;
}
