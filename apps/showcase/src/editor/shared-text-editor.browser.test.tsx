import { EditorView } from '@codemirror/view';
import axe from 'axe-core';
import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { noteText } from '../text/text-of-document.ts';
import type { SharedTextEditorProps } from './shared-text-editor.tsx';
import { localDocument } from './testing/local-document.ts';
import { openEditor, paste, type ShownEditor } from './testing/shown-editor.tsx';
import { TextUnderTest } from './testing/text-under-test.ts';

let text: TextUnderTest;
let editor: ShownEditor | undefined;

function open(content: string, options: Partial<SharedTextEditorProps> = {}): ShownEditor {
  text = new TextUnderTest(content);
  editor = openEditor(text, options);
  return editor;
}

afterEach(() => {
  editor?.remove();
  editor = undefined;
});

test('what is typed is shared, and what others write is shown', async () => {
  const shown = open('hello');
  await userEvent.keyboard(' world');
  expect(text.content).toBe('hello world');
  text.write(['> ']);
  await Promise.resolve();
  expect(shown.content).toBe('> hello world');
  expect(text.edits).toHaveLength(6);
});

test('is a text field of many lines to who cannot see it, and has no faults that axe finds', async () => {
  const { place } = open(`# Heading\n\n${'Some text.\n'.repeat(100)}`, {
    carets: [{ connection: '1', name: 'Ada', color: 0, anchor: 2, head: 5 }],
  });
  const field = place.querySelector('[role=textbox]');
  expect(field?.getAttribute('aria-label')).toBe('Text');
  expect(field?.getAttribute('aria-multiline')).toBe('true');
  const { violations } = await axe.run(place);
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('a paste is one edit, with line feeds only and no half characters', () => {
  const shown = open('ab');
  shown.view.dispatch({ selection: { anchor: 1 } });
  paste(shown, 'one\r\ntwo\rthree\ud83d');
  expect(text.content).toBe('aone\ntwo\nthree\ufffdb');
  expect(text.edits).toHaveLength(1);
  expect(shown.content).toBe(text.content);
});

test('a large paste reaches the document, and one undo takes it back', async () => {
  const document = localDocument('ab');
  editor = openEditor(noteText(document), { onUndo: () => void document.undo() });
  paste(editor, '漢\n'.repeat(250_000));
  expect(noteText(document).read()).toHaveLength(500_002);
  expect(noteText(document).read() === editor.content).toBe(true);
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(editor.content).toBe('ab');
});

test('a paste beyond what a text holds is refused as a whole, in words', () => {
  const shown = open('ab');
  paste(shown, 'x'.repeat(5_000_000));
  expect(shown.problems).toEqual([expect.stringMatching(/^This paste has 5\.0 MB; nothing was pasted\./)]);
  expect([shown.content, text.content, text.edits]).toEqual(['ab', 'ab', []]);
});

test('all changes of one transaction are one edit', () => {
  const { view } = open('one two three');
  view.dispatch({
    changes: [
      { from: 0, to: 3, insert: '1' },
      { from: 8, to: 13, insert: '3' },
    ],
  });
  expect(text.edits).toEqual([['1', -3, 5, '3', -5]]);
  expect(text.content).toBe('1 two 3');
});

test('a character outside the basic plane is deleted whole', async () => {
  open('a😀');
  await userEvent.keyboard('{Backspace}');
  expect(text.content).toBe('a');
});

test('a carriage return is shown as a sign and shifts no position', async () => {
  const { view, place } = open('a\r\nb');
  expect(place.querySelector('.editor-sign')?.textContent).toBe('CR');
  await userEvent.keyboard('c');
  expect(text.content).toBe('a\r\nbc');
  view.dispatch({ selection: { anchor: 2 } });
  await userEvent.keyboard('d');
  expect(text.content).toBe('a\rd\nbc');
});

test('undo and redo are the document’s, by keys and by the browser’s menu', async () => {
  const onUndo = vi.fn();
  const onRedo = vi.fn();
  const { view } = open('a', { onUndo, onRedo });
  await userEvent.keyboard('{Control>}z{/Control}');
  const event = new InputEvent('beforeinput', {
    inputType: 'historyUndo',
    bubbles: true,
    cancelable: true,
  });
  view.contentDOM.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  expect(onUndo).toHaveBeenCalledTimes(2);
  await userEvent.keyboard('{Control>}{Shift>}Z{/Shift}{/Control}');
  await userEvent.keyboard('{Control>}y{/Control}');
  expect(onRedo).toHaveBeenCalledTimes(2);
});

test('undo takes the caret to what it changed', async () => {
  const document = localDocument('one two');
  editor = openEditor(noteText(document), { onUndo: () => void document.undo() });
  editor.view.dispatch({ changes: { from: 0, to: 3 } });
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(editor.content).toBe('one two');
  expect(editor.view.state.selection.main.head).toBe(3);
});

test('the selection stays on its characters, and is told in its direction and at its end', async () => {
  const { view, selections } = open('hello world');
  view.dispatch({ selection: { anchor: 11, head: 6 } });
  expect(selections.at(-1)).toEqual({ anchor: 11, head: 6 });
  text.write([6, 'my ']);
  await Promise.resolve();
  expect(view.state.selection.main).toMatchObject({ anchor: 14, head: 9 });
  view.contentDOM.blur();
  await vi.waitFor(() => expect(selections.at(-1)).toBeUndefined());
});

test('an edit that the document refuses is taken back and reported', async () => {
  const shown = open('ab');
  text.refuses = true;
  await userEvent.keyboard('c');
  expect([shown.content, text.content]).toEqual(['ab', 'ab']);
  expect(shown.problems).toEqual(['That was not written. The text is locked.']);
  text.refuses = false;
  await userEvent.keyboard('c');
  expect([shown.content, text.content]).toEqual(['abc', 'abc']);
});

test('a text that was replaced is shown anew', async () => {
  const shown = open('the old one');
  text.replace('the new one');
  await userEvent.keyboard('!');
  expect([shown.content, text.content]).toEqual(['the new one!', 'the new one!']);
});

test('who may only read sees changes, moves and selects, and writes nothing', async () => {
  const shown = open('ab', { readOnly: true });
  await userEvent.keyboard('c{Enter}{Backspace}');
  paste(shown, 'no');
  expect([shown.content, text.content, text.edits]).toEqual(['ab', 'ab', []]);
  expect(shown.view.contentDOM.getAttribute('aria-readonly')).toBe('true');
  text.write(['> ']);
  await Promise.resolve();
  expect(shown.content).toBe('> ab');
  shown.show({ readOnly: false });
  await userEvent.keyboard('c');
  expect(text.content).toBe('> abc');
});

test('lines that begin with # are shown as headings', () => {
  const { view, place } = open('# One\n#not\n## Two\ntext');
  const headings = [...place.querySelectorAll('[class*=editor-heading-]:not(span)')];
  expect(headings.map(({ textContent }) => textContent)).toEqual(['# One', '## Two']);
  view.dispatch({ changes: { from: 0, to: 2 } });
  expect(place.querySelector('.editor-heading-1')).toBeNull();
});

test('two editors of one text show the same', async () => {
  const one = open('ab');
  const other = openEditor(text);
  await userEvent.keyboard('c');
  await Promise.resolve();
  expect([one.content, other.content]).toEqual(['abc', 'abc']);
  other.remove();
});

test('the text is kept where it is on the screen while others write above', async () => {
  const { view } = open(Array.from({ length: 400 }, (_, index) => `Line ${index}`).join('\n'));
  const reading = () => view.state.doc.toString().indexOf('Line 200');
  view.dispatch({
    effects: EditorView.scrollIntoView(reading(), { y: 'start' }),
    // The caret is elsewhere, and nobody wants to be taken there.
    selection: { anchor: 0 },
  });
  await frames();
  const top = () => view.coordsAtPos(reading())?.top ?? Number.NaN;
  const before = top();
  const scrolled = view.scrollDOM.scrollTop;
  text.write(['Above.\n'.repeat(50)]);
  await frames();
  expect(Math.abs(top() - before)).toBeLessThan(2);
  expect(view.scrollDOM.scrollTop).toBeGreaterThan(scrolled + 500);
});

test('what is dropped is one edit, by the same rules as a paste', () => {
  const shown = open('ab');
  const end = shown.view.coordsAtPos(2);
  const drop = (dropped: string) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/plain', dropped);
    const where = { clientX: (end?.right ?? 0) + 1, clientY: (end?.top ?? 0) + 5 };
    shown.view.contentDOM.dispatchEvent(
      new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true, ...where }),
    );
  };
  drop('c\r\nd');
  expect(text.edits).toEqual([[2, 'c\nd']]);
  drop('x'.repeat(1_000_000));
  expect(shown.problems).toEqual([expect.stringMatching(/^What you dropped has 1\.0 MB;/)]);
  expect([shown.content, text.content]).toEqual(['abc\nd', 'abc\nd']);
});

async function frames(): Promise<void> {
  for (let count = 0; count < 4; count += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
}
