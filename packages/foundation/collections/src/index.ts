export type { KeyRange, MapDifference, MapDraft, PersistentMap } from './persistent-map.ts';
export type { PersistentText, TextSplice } from './persistent-text.ts';
export { diffTexts, emptyText, textFrom } from './rope.ts';
export { diffMaps, emptyMap, mapFrom } from './sorted-map.ts';
