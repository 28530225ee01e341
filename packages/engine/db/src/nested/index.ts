export { denormalize } from '../denormalize/denormalize.ts';
export type { Denormalized, Shape } from '../denormalize/shape.ts';
export { type LoadOptions, snapshotFromData } from '../receive/loaded-snapshot.ts';
