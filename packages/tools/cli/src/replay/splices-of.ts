import { cliError } from '../errors.ts';
import { CodePointText } from './code-point-text.ts';
import type { Trace, TraceTransaction } from './trace.ts';

/** At `position` remove `deleteCount`, then put `insert` there, in UTF-16 units. */
export interface Splice {
  readonly position: number;
  readonly deleteCount: number;
  readonly insert: string;
}

/** A text as a trace counts it: how many code points it has, and where they lie in UTF-16 units. */
export interface CodePointMeasure {
  /** The length in code points. */
  readonly points: number;
  /** The position in UTF-16 units of a position in code points. */
  unitsAt(point: number): number;
  /** Follows an edit, in UTF-16 units. */
  splice(position: number, deleteCount: number, insert: string): void;
}

/** Measures a text in which every code point is one UTF-16 unit: nothing but its length has to be known. */
class PlainMeasure implements CodePointMeasure {
  points: number;

  constructor(length: number) {
    this.points = length;
  }

  unitsAt(point: number): number {
    return point;
  }

  splice(_position: number, deleteCount: number, insert: string): void {
    this.points += insert.length - deleteCount;
  }
}

/** Measures a trace's text from its beginning on; the cheap way where no character is above U+FFFF. */
export function measureOf({ astral, startContent }: Trace): CodePointMeasure {
  return astral ? new CodePointText(startContent) : new PlainMeasure(startContent.length);
}

/**
 * The patches of a transaction in UTF-16 units, to be applied one after the other. `measure` goes along to the text
 * after them.
 * @throws cli/patch-out-of-range
 */
export function splicesOf(
  { patches }: TraceTransaction,
  transaction: number,
  measure: CodePointMeasure,
): readonly Splice[] {
  return patches.map(({ position: point, deleteCount: count, insert }, patch) => {
    const end = point + count;
    if (end > measure.points) {
      throw cliError('patch-out-of-range', { transaction, patch, end, length: measure.points });
    }
    const position = measure.unitsAt(point);
    const deleteCount = measure.unitsAt(end) - position;
    measure.splice(position, deleteCount, insert);
    return { position, deleteCount, insert };
  });
}
