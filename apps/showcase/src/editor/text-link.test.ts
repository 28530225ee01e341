import { expect, test } from 'vitest';
import { NOTE_ID } from '../../schema.ts';
import { noteText } from '../text/text-of-document.ts';
import { localDocument } from './testing/local-document.ts';
import { applied, TextUnderTest } from './testing/text-under-test.ts';
import { TextLink } from './text-link.ts';

const silent = { onChange: () => {}, onNews: () => {} };

test('what a listener of the document writes in answer to an edit is news, and the edit is not', () => {
  const document = localDocument('ab');
  const text = noteText(document);
  let answers = 1;
  text.subscribe(() => {
    if (answers-- > 0) text.edit(['> ']);
  });
  const link = new TextLink(text, silent);
  link.edit([2, 'c']);
  expect(text.read()).toBe('> abc');
  expect(link.take()).toEqual({ kind: 'delta', delta: ['> '] });
});

test('a large paste, told in pieces, is not news', () => {
  const document = localDocument('ab');
  const link = new TextLink(noteText(document), silent);
  link.edit([1, '漢'.repeat(400_000), -1]);
  expect(link.take()).toEqual({ kind: 'none' });
});

test('an edit that takes no effect is taken back by the next news', () => {
  const text = new TextUnderTest('ab');
  const link = new TextLink({ read: () => text.read(), subscribe: () => () => {}, edit: () => {} }, silent);
  link.edit([2, 'c']);
  expect(link.take()).toEqual({ kind: 'anew', text: 'ab' });
});

test('an edit that is refused leaves what is unseen as it was', () => {
  const text = new TextUnderTest('ab');
  const link = new TextLink(text, silent);
  text.write([1, 'x']);
  text.refuses = true;
  expect(() => link.edit(['c'])).toThrow('locked');
  expect(applied('ab', link.unseen)).toBe('axb');
});

test('what is typed into a text that is there no more goes nowhere', () => {
  const document = localDocument('old');
  const text = noteText(document);
  const link = new TextLink(text, silent);
  document.transact((tx) => {
    tx.notes.delete(NOTE_ID);
    tx.notes.insert({ id: NOTE_ID, body: 'new' });
  });
  expect(link.isLinked).toBe(false);
  link.edit([3, 'er']);
  expect(link.take()).toEqual({ kind: 'anew', text: 'new' });
  link.edit([3, 'er']);
  expect(text.read()).toBe('newer');
});

test('deleting what somebody else has deleted is no edit', () => {
  const text = new TextUnderTest('abc');
  const link = new TextLink(text, silent);
  text.write([1, -1]);
  link.edit([1, -1]);
  expect(text.edits).toEqual([]);
  expect(link.take()).toEqual({ kind: 'none' });
});

test('after disposal nothing is heard', () => {
  const text = new TextUnderTest('a');
  const link = new TextLink(text, silent);
  link.dispose();
  text.write(['b']);
  expect(link.unseen).toEqual([]);
});
