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

  /** The figures of a cell, one for each implementation that has given a sample. */
  figures(key: string, bench: string, n: number): readonly Measurement[] {
    const row = this.#cells.get(key);
    if (row === undefined) return [];
    const { cell, samples } = row;
    return [...samples].map(([impl, values]) => ({
      bench,
      case: cell.case,
      impl,
      metric: cell.metric,
      n: cell.n ?? n,
      median: median(values),
      unit: cell.unit,
      repeats: values.length,
    }));
  }
}
