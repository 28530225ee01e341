export type { KeyRange, MapDifference, MapDraft, PersistentMap } from './persistent-map.ts';
export { diffMaps, emptyMap, mapFrom } from './sorted-map.ts';
