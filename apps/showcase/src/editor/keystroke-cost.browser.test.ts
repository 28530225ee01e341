import { expect, test } from 'vitest';
import { noteText } from '../text/text-of-document.ts';
import { localDocument } from './testing/local-document.ts';
import { openEditor } from './testing/shown-editor.tsx';

const KEYSTROKES = 60;
const LONGEST_FRAME_MS = 200;

test('a keystroke costs what it changes, not what the text is long', async () => {
  const small = await medianKeystrokeMs(textOf(2_000));
  const large = await medianKeystrokeMs(textOf(1_000_000 - KEYSTROKES));
  console.log(`one keystroke: ${small.toFixed(2)} ms in 2 kB, ${large.toFixed(2)} ms in 1 MB`);
  expect(large).toBeLessThan(5);
  expect(large / small).toBeLessThan(3);
});

/** The time on the main thread from a key's change of the page to the layout after it. */
async function medianKeystrokeMs(content: string): Promise<number> {
  const document = localDocument(content);
  const text = noteText(document);
  const editor = openEditor(text, {
    carets: [{ connection: '1', name: 'Ada', color: 0, anchor: 10, head: 20 }],
  });
  const { view } = editor;
  view.dispatch({ selection: { anchor: content.length >> 1 }, scrollIntoView: true });
  const times: number[] = [];
  for (let count = 0; count < KEYSTROKES; count += 1) {
    await nextFrame();
    const start = performance.now();
    globalThis.document.execCommand('insertText', false, 'x');
    // The editor reads the page when the browser reports its change: at the end of the task.
    await Promise.resolve();
    view.contentDOM.getBoundingClientRect();
    times.push(performance.now() - start);
  }
  expect(text.read().length).toBe(content.length + KEYSTROKES);
  expect(editor.content === text.read()).toBe(true);
  editor.remove();
  return times.sort((left, right) => left - right)[KEYSTROKES >> 1] ?? Number.NaN;
}

/** The next frame; a page that is not in front is given none, and goes on after a while. */
function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, LONGEST_FRAME_MS);
  });
}

function textOf(length: number): string {
  const paragraph = `${'All of it was written by several people at once, and nobody minded. '.repeat(5)}\n## More\n\n`;
  return paragraph.repeat(Math.ceil(length / paragraph.length)).slice(0, length);
}
