import type { Json } from '@statehouse/kernel';

/** One entity of generated data, with the table that it belongs to; what it refers to came before it. */
export interface GeneratedRow {
  readonly table: string;
  readonly row: { readonly id: string; readonly [field: string]: Json };
}
