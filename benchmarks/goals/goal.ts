/** What a figure of ours has to reach, at the sizes for which it is set. */
export interface Goal {
  readonly bench: string;
  readonly case: string;
  readonly metric: string;
  /** Whose figure it is; ours, where it has no other name. */
  readonly impl?: string;
  readonly from: number;
  readonly to: number;
  readonly limit: Limit;
}

export type Limit =
  /** At most so many times what another implementation takes; 0.1 is ten times faster. */
  | { readonly kind: 'ratio'; readonly to: string; readonly atMost: number }
  /** At most so much more than what another implementation takes, in the unit of the metric. */
  | { readonly kind: 'difference'; readonly to: string; readonly atMost: number }
  /** At most so much, in the unit of the metric. */
  | { readonly kind: 'absolute'; readonly atMost: number };
