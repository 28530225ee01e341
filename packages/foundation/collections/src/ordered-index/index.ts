export { compareKeyParts } from './key-part.ts';
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
} from './ordered-index.ts';
export { diffIndexes, emptyIndex, orderedIndexFrom } from './tree-index.ts';
