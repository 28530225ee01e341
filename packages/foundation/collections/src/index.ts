export type { KeyRange, MapDifference, MapDraft, PersistentMap } from './map/persistent-map.ts';
export { diffMaps, emptyMap, mapFrom } from './map/sorted-map.ts';
export { compareKeyParts } from './ordered-index/key-part.ts';
export type {
  IdOfEntry,
  IndexChange,
  IndexDraft,
  IndexKey,
  IndexRange,
  IndexRows,
  IndexShape,
  KeyPart,
  OrderedIndex,
} from './ordered-index/ordered-index.ts';
export { diffIndexes, emptyIndex, orderedIndexFrom } from './ordered-index/tree-index.ts';
export { emptyTable, tableFrom } from './table/slot-table.ts';
export type { Table, TableChange, TableDraft } from './table/table.ts';
export { diffTables } from './table/table-diff.ts';
export type { PersistentText, TextSplice } from './text/persistent-text.ts';
export { diffTexts, emptyText, textFrom } from './text/rope.ts';
