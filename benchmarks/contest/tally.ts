import { type Measurement, median } from '../measurement.ts';
import type { Cell } from './meter.ts';
import { cellKey } from './report.ts';

/** The samples of a contest, by cell and implementation, in the order in which they came first. */
export class Tally {
  readonly #cells = new Map<string, { readonly cell: Cell; readonly samples: Map<string, number[]> }>();

  add(cell: Cell, impl: string, value: number): void {
    const key = cellKey(cell);
    const row = this.#cells.get(key) ?? { cell, samples: new Map<string, number[]>() };
    this.#cells.set(key, row);
    const samples = row.samples.get(impl) ?? [];
    row.samples.set(impl, samples);
    samples.push(value);
  }

  figures(bench: string, n: number): readonly Measurement[] {
    return [...this.#cells.values()].flatMap(({ cell, samples }) =>
      [...samples].map(([impl, values]) => ({
        bench,
        case: cell.case,
        impl,
        metric: cell.metric,
        n: cell.n ?? n,
        median: median(values),
        unit: cell.unit,
        repeats: values.length,
      })),
    );
  }
}
