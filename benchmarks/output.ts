import { type Measurement, rounded } from './measurement.ts';

/** Where a bench puts its figures and tells how far it is. */
export interface Output {
  measured(measurement: Measurement): void;
  progress(line: string): void;
}

/** Figures on stdout (one JSON object a line, or aligned text), progress on stderr. */
export function createOutput({ json }: { readonly json: boolean }): Output {
  return {
    measured(measurement) {
      const { bench, case: name, impl, metric, n, median, unit, repeats } = measurement;
      const line = { bench, case: name, impl, metric, n, median: rounded(median), unit, repeats };
      process.stdout.write(`${json ? JSON.stringify(line) : describe(line)}\n`);
    },
    progress(line) {
      process.stderr.write(`${line}\n`);
    },
  };
}

function describe({ case: name, impl, metric, n, median, unit, repeats }: Measurement): string {
  const what = `${name.padEnd(18)} ${impl.padEnd(20)} ${metric.padEnd(18)}`;
  return `${what} n=${String(n).padEnd(8)} ${String(median).padStart(10)} ${unit}  (median of ${repeats})`;
}
