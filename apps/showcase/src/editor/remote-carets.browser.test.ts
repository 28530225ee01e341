import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { RemoteCaret } from '../text/caret-segments.ts';
import { openEditor, type ShownEditor } from './testing/shown-editor.tsx';
import { TextUnderTest } from './testing/text-under-test.ts';

const ada: RemoteCaret = { connection: '1', name: 'Ada', color: 0, anchor: 3, head: 3 };
let text: TextUnderTest;
let editor: ShownEditor;

async function open(content: string, carets: readonly RemoteCaret[]): Promise<void> {
  text = new TextUnderTest(content);
  editor = openEditor(text, { carets });
  await Promise.resolve();
}

afterEach(() => editor.remove());

test('a caret stands in the text with its name, and says nothing to screen readers', async () => {
  await open('hello', [ada]);
  const flag = caret();
  expect(flag?.dataset.name).toBe('Ada');
  expect(flag?.getAttribute('aria-hidden')).toBe('true');
  expect(textBefore(flag)).toBe('hel');
  expect(name()?.getBoundingClientRect().width).toBeGreaterThan(10);
  expect(flag?.closest('.cm-line')?.textContent).toBe('hello');
});

test('a caret stays with its characters while I type, before I am told again', async () => {
  await open('hello', [ada]);
  editor.view.dispatch({ selection: { anchor: 0 } });
  await userEvent.keyboard('oh ');
  expect(textBefore(caret())).toBe('oh hel');
  await userEvent.keyboard('{Delete}{Delete}{Delete}{Delete}');
  expect(textBefore(caret())).toBe('oh ');
  expect(caret()).not.toBeNull();
});

test('carets that are told in the text as it is now are shown there, whatever is not shown yet', async () => {
  await open('hello', []);
  text.write(['>> ']);
  editor.show({ carets: [{ ...ada, anchor: 6, head: 6 }] });
  await Promise.resolve();
  expect(textBefore(caret())).toBe('>> hel');
});

test('a caret in text that has not come yet hinders nobody', async () => {
  await open('hello', [{ ...ada, anchor: 9, head: 12 }]);
  await userEvent.keyboard('!');
  expect(text.content).toBe('hello!');
  text.write(['> ']);
  await Promise.resolve();
  expect(editor.content).toBe('> hello!');
  expect(textBefore(caret())).toBe('> hello!');
});

test('a selection is coloured, whichever way it was made', async () => {
  await open('hello world', [{ ...ada, anchor: 11, head: 6 }]);
  expect(editor.place.querySelector('.remote-selection')?.textContent).toBe('world');
  expect(textBefore(caret())).toBe('hello ');
});

test('a caret beyond the text is shown at its end, and one that is told no more is gone', async () => {
  await open('hello', [{ ...ada, anchor: 99, head: 99 }]);
  expect(textBefore(caret())).toBe('hello');
  editor.show({ carets: [] });
  await vi.waitFor(() => expect(caret()).toBeNull());
});

test('the name fades when the caret rests, and comes back when it moves, not when it is moved', async () => {
  await open('hello', [ada]);
  const [fading] = name()?.getAnimations() ?? [];
  expect(fading?.effect?.getTiming()).toMatchObject({ delay: 2_000 });
  fading?.finish();
  expect(opacity()).toBe('0');
  text.write(['oh ']);
  editor.show({ carets: [{ ...ada, anchor: 6, head: 6 }] });
  await Promise.resolve();
  expect(textBefore(caret())).toBe('oh hel');
  expect(opacity()).toBe('0');
  editor.show({ carets: [{ ...ada, anchor: 7, head: 7 }] });
  await Promise.resolve();
  expect(opacity()).toBe('1');
});

test('the name shows under the pointer', async () => {
  await open('hello', [ada]);
  name()?.getAnimations()[0]?.finish();
  const flag = caret();
  if (flag === null) throw new Error('there is no caret');
  await userEvent.hover(flag);
  expect(opacity()).toBe('1');
});

function caret(): HTMLElement | null {
  return editor.place.querySelector<HTMLElement>('[data-testid=remote-caret]');
}

function name(): HTMLElement | null {
  return editor.place.querySelector<HTMLElement>('.person-flag-name');
}

function opacity(): string {
  const shown = name();
  return shown === null ? 'none' : getComputedStyle(shown).opacity;
}

function textBefore(element: HTMLElement | null): string | undefined {
  const line = element?.closest('.cm-line');
  if (element === null || line === null || line === undefined) return undefined;
  const range = document.createRange();
  range.setStart(line, 0);
  range.setEndBefore(element);
  return range.toString();
}
