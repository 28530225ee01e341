export { type DerivedSelector, type DeriveLimits, type DeriveOptions, derive } from './derive.ts';
export type { Reader, RowRange } from './reader.ts';
export type { Compressed, DeriveStats, Prefetched } from './usage.ts';
