export type { KeyRange, MapDifference, MapDraft, PersistentMap } from './persistent-map.ts';
export type { PersistentText, TextSplice } from './persistent-text.ts';
export { diffTexts, emptyText, textFrom } from './rope.ts';
export { diffMaps, emptyMap, mapFrom } from './sorted-map.ts';
export { emptyTable, tableFrom } from './table/slot-table.ts';
export type { Table, TableChange, TableDraft } from './table/table.ts';
export { diffTables } from './table/table-diff.ts';
