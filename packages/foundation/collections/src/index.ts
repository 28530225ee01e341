export { compareKeyParts } from './index/key-part.ts';
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
} from './index/ordered-index.ts';
export { diffIndexes, emptyIndex, orderedIndexFrom } from './index/tree-index.ts';
export type { KeyRange, MapDifference, MapDraft, PersistentMap } from './persistent-map.ts';
export type { PersistentText, TextSplice } from './persistent-text.ts';
export { diffTexts, emptyText, textFrom } from './rope.ts';
export { diffMaps, emptyMap, mapFrom } from './sorted-map.ts';
export { emptyTable, tableFrom } from './table/slot-table.ts';
export type { Table, TableChange, TableDraft } from './table/table.ts';
export { diffTables } from './table/table-diff.ts';
