export { onHub, type WithHub } from './on-hub.ts';
export type { ChangeName, SetInput } from './set-input.ts';
