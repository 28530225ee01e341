import type { TextDelta } from '@statehouse/ot';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bindField } from './bind-field.ts';
import { caughtUp } from './bound-text.ts';
import type { SharedText } from './shared-text.ts';

/** A text that others can write to as well. */
class TextUnderTest implements SharedText {
  content: string;
  refuses = false;
  readonly #listeners = new Set<(delta: TextDelta | undefined) => void>();

  constructor(content: string) {
    this.content = content;
  }

  read(): string {
    return this.content;
  }

  subscribe(listener: (delta: TextDelta | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  edit(delta: TextDelta): void {
    if (this.refuses) throw new Error('refused');
    this.content = caughtUp({ shown: this.content, unseen: delta }).bound.shown;
    for (const listener of this.#listeners) listener(delta);
  }

  replace(content: string): void {
    this.content = content;
    for (const listener of this.#listeners) listener(undefined);
  }
}

let field: HTMLTextAreaElement;
let text: TextUnderTest;
let selections: ({ anchor: number; head: number } | undefined)[];
let undone: number;
let unbind: () => void;

function bind(content: string): void {
  text = new TextUnderTest(content);
  unbind = bindField(field, text, {
    onShown: () => {},
    onSelection: (selection) => selections.push(selection),
    onUndo: () => {
      undone += 1;
    },
    onRedo: () => {},
  });
}

function type(inserted: string): void {
  field.setRangeText(inserted, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

beforeEach(() => {
  selections = [];
  undone = 0;
  field = document.createElement('textarea');
  document.body.append(field);
  field.focus();
});

afterEach(() => {
  unbind();
  field.remove();
});

test('what is typed is shared, and what others write is shown', () => {
  bind('hello');
  field.setSelectionRange(5, 5);
  type(' world');
  expect(text.content).toBe('hello world');
  text.edit(['> ']);
  expect(field.value).toBe('> hello world');
});

test('the caret stays with its characters while others write', () => {
  bind('hello world');
  field.setSelectionRange(6, 6);
  text.edit(['>> ']);
  expect([field.selectionStart, field.selectionEnd]).toEqual([9, 9]);
  text.edit([9, 'brave ']);
  expect(field.selectionStart).toBe(9);
  text.edit([-3]);
  expect(field.selectionStart).toBe(6);
});

test('a selection stays on the same characters, in its direction', () => {
  bind('hello world');
  field.setSelectionRange(6, 11, 'backward');
  text.edit([6, 'my ']);
  expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe('world');
  expect(field.selectionDirection).toBe('backward');
});

test('nothing is written to the field in the middle of a composition, and nothing is lost', () => {
  bind('ab');
  field.setSelectionRange(1, 1);
  field.dispatchEvent(new CompositionEvent('compositionstart'));
  type('k');
  text.edit(['1 ']);
  expect(field.value).toBe('akb');
  field.setSelectionRange(1, 2);
  type('か');
  expect(field.value).toBe('aかb');
  expect(text.content).toBe('1 aかb');
  field.dispatchEvent(new CompositionEvent('compositionend'));
  expect(field.value).toBe('1 aかb');
  expect(field.selectionStart).toBe(4);
});

test('a carriage return is shown as a sign, so that positions agree with the document', () => {
  bind('a\r\nb');
  field.setSelectionRange(4, 4);
  type('c');
  expect(text.content).toBe('a\r\nbc');
});

test('an edit that the document refuses is taken back', () => {
  bind('ab');
  text.refuses = true;
  const errors: string[] = [];
  const onError = (event: ErrorEvent) => {
    errors.push(event.message);
    event.preventDefault();
  };
  addEventListener('error', onError);
  field.setSelectionRange(2, 2);
  type('c');
  removeEventListener('error', onError);
  expect(field.value).toBe('ab');
  expect(text.content).toBe('ab');
  expect(errors).toHaveLength(1);
});

test('a text that was replaced is shown anew', () => {
  bind('old');
  text.replace('new');
  expect(field.value).toBe('new');
  field.setSelectionRange(3, 3);
  type('er');
  expect(text.content).toBe('newer');
});

test('a text that is replaced in the middle of a composition is shown after it', () => {
  bind('old');
  field.setSelectionRange(3, 3);
  field.dispatchEvent(new CompositionEvent('compositionstart'));
  type('k');
  text.replace('new');
  type('か');
  expect(field.value).toBe('oldkか');
  field.dispatchEvent(new CompositionEvent('compositionend'));
  expect([field.value, text.content]).toEqual(['new', 'new']);
  field.setSelectionRange(3, 3);
  type('er');
  expect(text.content).toBe('newer');
});

test('the browser’s own undo is the document’s', () => {
  bind('a');
  const event = new InputEvent('beforeinput', { inputType: 'historyUndo', cancelable: true });
  field.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  expect(undone).toBe(1);
});

test('the selection is told in its direction, and its end too', async () => {
  bind('hello');
  field.setSelectionRange(1, 3, 'backward');
  await vi.waitFor(() => expect(selections.at(-1)).toEqual({ anchor: 3, head: 1 }));
  field.blur();
  expect(selections.at(-1)).toBeUndefined();
});

test('after unbinding neither side hears of the other', () => {
  bind('a');
  unbind();
  text.edit(['b']);
  expect(field.value).toBe('a');
  type('c');
  expect(text.content).toBe('ba');
});
