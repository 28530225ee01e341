/// <reference types="@vitest/browser-playwright" />
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { openEditor, type ShownEditor } from './testing/shown-editor.tsx';
import { TextUnderTest } from './testing/text-under-test.ts';

let text: TextUnderTest;
let editor: ShownEditor;

beforeEach(() => {
  text = new TextUnderTest('ab\nsecond');
  editor = openEditor(text);
  editor.view.dispatch({ selection: { anchor: 1 } });
});

afterEach(() => editor.remove());

/** What an input method does while it is not decided yet. */
async function compose(composed: string): Promise<void> {
  const { length } = composed;
  await cdp().send('Input.imeSetComposition', {
    text: composed,
    selectionStart: length,
    selectionEnd: length,
  });
}

async function decide(character: string): Promise<void> {
  await cdp().send('Input.insertText', { text: character });
}

test('a composition under way survives what others write in its line, and catches up when it is over', async () => {
  await compose('か');
  expect(text.content).toBe('aかb\nsecond');
  text.write(['>> ']);
  text.write([5, '!']);
  await pause();
  expect(editor.content).toBe('aかb\nsecond');
  await compose('かき');
  expect(editor.content).toBe('aかきb\nsecond');
  expect(text.content).toBe('>> aかき!b\nsecond');
  await decide('柿');
  await vi.waitFor(() => expect(editor.content).toBe('>> a柿!b\nsecond'));
  expect(text.content).toBe(editor.content);
  expect(editor.view.state.selection.main.head).toBe(5);
});

test('the selection is told where the document has it, not where the editor shows it', async () => {
  await compose('か');
  text.write(['>> ']);
  await compose('かき');
  expect(editor.selections.at(-1)).toEqual({ anchor: 6, head: 6 });
  await decide('柿');
});

test('what others delete under a composition is gone, and what was composed is kept', async () => {
  await compose('か');
  text.write([-3]);
  await compose('かき');
  await decide('柿');
  await vi.waitFor(() => expect(editor.content).toBe(text.content));
  expect(text.content).toBe('き\nsecond'.replace('き', '柿'));
});

test('a text that is replaced under a composition is shown after it, and what was composed is not in it', async () => {
  await compose('か');
  text.replace('another');
  await compose('かき');
  expect(text.content).toBe('another');
  await decide('柿');
  await vi.waitFor(() => expect(editor.content).toBe('another'));
  editor.view.dispatch({ changes: { from: 7, insert: '!' } });
  expect(text.content).toBe('another!');
});

test('carets wait for the end of a composition, and are then where their people are', async () => {
  await compose('か');
  text.write([3, 'xyz']);
  editor.show({ carets: [{ connection: '1', name: 'Ada', color: 1, anchor: 5, head: 5 }] });
  await pause();
  expect(editor.place.querySelector('.editor-caret')).toBeNull();
  await decide('柿');
  await vi.waitFor(() => expect(before('.editor-caret')).toBe('a柿bxy'));
});

/** The text of a line before an element in it. */
function before(selector: string): string {
  const element = editor.place.querySelector(selector);
  const line = element?.closest('.cm-line');
  if (element === null || line === null || line === undefined) return '';
  const range = document.createRange();
  range.setStart(line, 0);
  range.setEndBefore(element);
  return range.toString();
}

/** Longer than the editor waits before it looks whether a composition is over. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 120));
}
