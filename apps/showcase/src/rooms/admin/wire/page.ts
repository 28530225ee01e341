import { type Guard, isListOf, isNumber, isShape } from './guard.ts';

/** A piece of a list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Of the whole list. */
  readonly total: number;
}

export const PAGE_SIZE = 20;

export function isPageOf<Row>(isRow: Guard<Row>): Guard<Page<Row>> {
  return isShape<Page<Row>>({ rows: isListOf(isRow), total: isNumber });
}
