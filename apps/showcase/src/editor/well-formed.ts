import { type ChangeSet, EditorState, type Extension, type Text } from '@codemirror/state';
import { isHighSurrogate, isLowSurrogate } from './change-delta.ts';
import { fromDocument } from './from-document.ts';

/** Half a character, typed, pasted or left over, becomes U+FFFD before anybody sees it: the document takes no halves. */
export const wellFormedEdits: Extension = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.annotation(fromDocument) === true) return transaction;
  const halves = halvesIn(transaction.newDoc, transaction.changes);
  if (halves.length === 0) return transaction;
  const changes = halves.map((from) => ({ from, to: from + 1, insert: '\ufffd' }));
  return [transaction, { changes, sequential: true }];
});

/** Where a changed text has lone surrogates; only at and beside the changes can there be any. */
function halvesIn(after: Text, changes: ChangeSet): readonly number[] {
  const found = new Set<number>();
  changes.iterChanges((_fromA, _toA, fromB, toB) => {
    // Two units on each side: the neighbour, and what it may be one half of.
    const start = Math.max(0, fromB - 2);
    const around = after.sliceString(start, Math.min(after.length, toB + 2));
    if (around.isWellFormed()) return;
    const first = fromB - 1 - start;
    const last = toB - start;
    for (let index = Math.max(0, first); index <= last; index += 1) {
      if (isHalf(around, index)) found.add(start + index);
    }
  });
  return [...found].sort((left, right) => left - right);
}

function isHalf(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (isHighSurrogate(unit)) return !isLowSurrogate(text.charCodeAt(index + 1));
  return isLowSurrogate(unit) && !isHighSurrogate(text.charCodeAt(index - 1));
}
