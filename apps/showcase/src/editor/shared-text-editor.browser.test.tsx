import { EditorView } from '@codemirror/view';
import axe from 'axe-core';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { SharedTextEditor, type SharedTextEditorProps } from './shared-text-editor.tsx';
import { TextUnderTest } from './testing/text-under-test.ts';

let place: HTMLElement;
let root: Root;
let text: TextUnderTest;
let problems: string[];
let selections: ({ anchor: number; head: number } | undefined)[];
const onUndo = vi.fn();
const onRedo = vi.fn();

beforeEach(() => {
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
  problems = [];
  selections = [];
  onUndo.mockReset();
  onRedo.mockReset();
  place = document.createElement('main');
  place.style.height = '400px';
  document.body.append(place);
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
});

function show(options: Partial<SharedTextEditorProps> = {}): EditorView {
  act(() =>
    root.render(
      <SharedTextEditor
        text={text}
        label="Text"
        placeholder="Write something."
        readOnly={false}
        carets={[]}
        onSelection={(selection) => selections.push(selection)}
        onUndo={onUndo}
        onRedo={onRedo}
        onProblem={(message) => problems.push(message)}
        {...options}
      />,
    ),
  );
  const dom = place.querySelector<HTMLElement>('.cm-editor');
  const view = dom === null ? null : EditorView.findFromDOM(dom);
  if (view === null) throw new Error('there is no editor');
  return view;
}

/** Shows a text with the caret at a place in it, ready to be typed into. */
function open(content: string, at = content.length): EditorView {
  text = new TextUnderTest(content);
  const view = show();
  view.focus();
  view.dispatch({ selection: { anchor: at } });
  return view;
}

function paste(view: EditorView, pasted: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', pasted);
  view.contentDOM.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
  );
}

test('what is typed is shared, and what others write is shown', async () => {
  const view = open('hello');
  await userEvent.keyboard(' world');
  expect(text.content).toBe('hello world');
  text.write(['> ']);
  await Promise.resolve();
  expect(view.state.doc.toString()).toBe('> hello world');
});

test('is a text field of many lines to who cannot see it, and has no faults that axe finds', async () => {
  open('# Heading\n\nSome text.');
  const field = place.querySelector('[role=textbox]');
  expect(field?.getAttribute('aria-label')).toBe('Text');
  expect(field?.getAttribute('aria-multiline')).toBe('true');
  const { violations } = await axe.run(place);
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('a paste is one edit, with line feeds only and no half characters', () => {
  const view = open('ab', 1);
  paste(view, 'one\r\ntwo\rthree\ud83d');
  expect(text.content).toBe('aone\ntwo\nthree\ufffdb');
  expect(text.edits).toHaveLength(1);
  expect(view.state.doc.toString()).toBe(text.content);
});
