import { EditorState } from '@codemirror/state';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOTE_ID } from '../../schema.ts';
import type { SharedText } from '../text/shared-text.ts';
import { noteText } from '../text/text-of-document.ts';
import { changesFromDelta, deltaFromChanges } from './change-delta.ts';
import { fromDocument } from './from-document.ts';
import { type AnyChange, anyChanges, anyWellFormed, casesOf, changesIn } from './testing/edits.arbitrary.ts';
import { localDocument } from './testing/local-document.ts';
import { applied } from './testing/text-under-test.ts';
import { TextLink } from './text-link.ts';
import { wellFormedEdits } from './well-formed.ts';

/** An editor without a page: it takes news when it is told to, as if it composed a character until then. */
class EditorUnderTest {
  state: EditorState;
  readonly link: TextLink;

  constructor(text: SharedText) {
    const extensions = [EditorState.lineSeparator.of('\n'), wellFormedEdits];
    this.state = EditorState.create({ doc: text.read(), extensions });
    this.link = new TextLink(text, { onChange: () => {}, onNews: () => {} });
  }

  type(changes: readonly AnyChange[]): void {
    const transaction = this.state.update({ changes: changesIn(this.state.doc.length, changes) });
    this.state = transaction.state;
    if (!transaction.docChanged) return;
    this.link.edit(deltaFromChanges(transaction.startState.doc, transaction.newDoc, transaction.changes));
  }

  catchUp(): void {
    const news = this.link.take();
    if (news.kind === 'none') return;
    const changes =
      news.kind === 'delta'
        ? changesFromDelta(news.delta)
        : { from: 0, to: this.state.doc.length, insert: news.text };
    this.state = this.state.update({ changes, annotations: fromDocument.of(true) }).state;
  }
}

const anyStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('type'), who: fc.nat(2), changes: anyChanges }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('catch-up'), who: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('redo') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('replace'), body: anyWellFormed }) },
);

test('whatever several people type and compose in one document, each editor ends as the document', () => {
  fc.assert(
    fc.property(anyWellFormed, fc.array(anyStep, { maxLength: 14 }), (start, steps) => {
      const document = localDocument(start);
      const text = noteText(document);
      const editors = [0, 1, 2].map(() => new EditorUnderTest(text));
      for (const step of steps) {
        const editor = 'who' in step ? editors[step.who] : undefined;
        if ('changes' in step) editor?.type(step.changes);
        else if ('body' in step)
          document.transact((tx) => {
            tx.notes.delete(NOTE_ID);
            tx.notes.insert({ id: NOTE_ID, body: step.body });
          });
        else if (step.kind === 'undo') document.undo();
        else if (step.kind === 'redo') document.redo();
        else editor?.catchUp();
        for (const { link, state } of editors) {
          if (link.isLinked) expect(applied(state.doc.toString(), link.unseen)).toBe(text.read());
        }
      }
      for (const editor of editors) {
        editor.catchUp();
        expect(editor.state.doc.toString()).toBe(text.read());
      }
    }),
    casesOf(1_000),
  );
});
