import { EditorState } from '@codemirror/state';
import { isNormalDelta } from '@statehouse/ot';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesFromDelta, deltaFromChanges } from './change-delta.ts';
import { anyChanges, anyWellFormed, casesOf, changesIn } from './testing/edits.arbitrary.ts';
import { applied } from './testing/text-under-test.ts';
import { wellFormedEdits } from './well-formed.ts';

const extensions = [EditorState.lineSeparator.of('\n'), wellFormedEdits];

test('a transaction and its delta make the same text, and the delta splits no character', () => {
  fc.assert(
    fc.property(anyWellFormed, anyChanges, (doc, recipe) => {
      const state = EditorState.create({ doc, extensions });
      const { changes, newDoc } = state.update({ changes: changesIn(doc.length, recipe) });
      const delta = deltaFromChanges(state.doc, newDoc, changes);
      const after = newDoc.toString();
      expect(after.isWellFormed()).toBe(true);
      expect(applied(doc, delta)).toBe(after);
      expect(delta.length === 0 || isNormalDelta(delta)).toBe(true);
      const again = state.update({ changes: changesFromDelta(delta) });
      expect(again.newDoc.toString()).toBe(after);
    }),
    casesOf(5_000),
  );
});

test('half a pair that is changed into another is the whole pair to the document', () => {
  const state = EditorState.create({ doc: 'a😀b', extensions });
  const { changes, newDoc } = state.update({ changes: { from: 2, to: 3, insert: '\ude01' } });
  expect(deltaFromChanges(state.doc, newDoc, changes)).toEqual([1, '😁', -2]);
});

test('half a character is replaced where it is left over, and where it is inserted', () => {
  const state = EditorState.create({ doc: 'a😀b', extensions });
  expect(state.update({ changes: { from: 2, to: 3 } }).newDoc.toString()).toBe('a\ufffdb');
  expect(state.update({ changes: { from: 4, insert: 'c\ud83d' } }).newDoc.toString()).toBe('a😀bc\ufffd');
});
