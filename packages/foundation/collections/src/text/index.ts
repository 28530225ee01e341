export type { PersistentText, TextSplice } from './persistent-text.ts';
export { diffTexts, emptyText, textFrom } from './rope.ts';
