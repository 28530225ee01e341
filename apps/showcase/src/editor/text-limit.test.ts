import { EditorState, type TransactionSpec } from '@codemirror/state';
import { expect, test } from 'vitest';
import { fromDocument } from './from-document.ts';
import { refusal, textLimit } from './text-limit.ts';

const state = EditorState.create({ doc: 'x'.repeat(900_000), extensions: textLimit(1_000_000) });

/** What is said to an edit; undefined: it is let through. */
function answerTo(spec: TransactionSpec): string | undefined {
  const transaction = state.update(spec);
  const refused = transaction.effects.find((effect) => effect.is(refusal));
  expect(transaction.docChanged).toBe(refused === undefined);
  return refused?.value;
}

test('a paste that fits exactly is let through', () => {
  expect(answerTo({ changes: { from: 0, insert: 'y'.repeat(100_000) }, userEvent: 'input.paste' })).toBe(
    undefined,
  );
});

test('a paste that is too long is refused as a whole, with its size, the room, and what to do', () => {
  expect(answerTo({ changes: { from: 0, insert: 'y'.repeat(5_000_000) }, userEvent: 'input.paste' })).toBe(
    'This paste has 5.0 MB; nothing was pasted. A text holds 1,000,000 characters, and there is room for 100,000 more: paste a part of it.',
  );
  expect(
    answerTo({ changes: { from: 0, to: 50, insert: '漢'.repeat(100_051) }, userEvent: 'input.drop' }),
  ).toBe(
    'What you dropped has 300 kB; nothing was inserted. A text holds 1,000,000 characters, and there is room for 100,050 more: drop a part of it.',
  );
});

test('a full text takes deletions, and what others write', () => {
  const full = EditorState.create({ doc: 'x'.repeat(1_000_001), extensions: textLimit(1_000_000) });
  expect(full.update({ changes: { from: 0, insert: 'y' } }).docChanged).toBe(false);
  expect(full.update({ changes: { from: 0, to: 1 } }).docChanged).toBe(true);
  const others = full.update({ changes: { from: 0, insert: 'y' }, annotations: fromDocument.of(true) });
  expect(others.docChanged).toBe(true);
});
