import { type TextDelta, transformPosition } from '@statehouse/ot';
import { type BoundText, boundText, caughtUp, deferred, typed } from './bound-text.ts';
import type { SharedText } from './shared-text.ts';
import { spliceFromEdit } from './text-splice.ts';

export type TextElement = HTMLTextAreaElement | HTMLInputElement;

export interface FieldListeners {
  /** The field shows something else now. */
  onShown(shown: string): void;
  /** The person's selection in the document's coordinates; undefined when the field has lost the focus. */
  onSelection(selection: { readonly anchor: number; readonly head: number } | undefined): void;
  onUndo(): void;
  onRedo(): void;
}

/**
 * Joins an input field to a shared text, both ways, until the returned function is called. While the person composes
 * a character, the field is left alone and catches up afterwards; what they type is shared at once all the same.
 */
export function bindField(element: TextElement, text: SharedText, listeners: FieldListeners): () => void {
  let bound = boundText(text.read());
  let isComposing = false;
  let isEditing = false;
  // Another text stands in the document; what is composed now belongs to the old one.
  let isReplaced = false;

  const show = (next: BoundText) => {
    bound = next;
    const value = displayed(next.shown);
    if (element.value !== value) element.value = value;
    listeners.onShown(next.shown);
  };

  const onInput = () => {
    if (isReplaced) return;
    const splice = spliceFromEdit(
      displayed(bound.shown),
      element.value,
      element.selectionEnd ?? element.value.length,
    );
    if (splice === undefined) return;
    const before = bound;
    const { bound: next, delta } = typed(bound, splice);
    bound = next;
    isEditing = true;
    try {
      text.edit(delta);
    } catch (error) {
      show(before);
      throw error;
    } finally {
      isEditing = false;
    }
    listeners.onShown(bound.shown);
  };

  const catchUp = () => {
    const { bound: next, delta } = caughtUp(bound);
    if (delta.length === 0) return;
    keepSelection(element, delta, () => show(next));
  };

  const onChange = (delta: TextDelta | undefined) => {
    if (isEditing || isReplaced) return;
    if (delta === undefined) {
      isReplaced = isComposing;
      if (!isComposing) show(boundText(text.read()));
      return;
    }
    bound = deferred(bound, delta);
    if (!isComposing) catchUp();
  };

  const onSelection = () => {
    if (element.ownerDocument.activeElement !== element) return;
    const start = element.selectionStart ?? 0;
    const end = element.selectionEnd ?? start;
    const [anchor, head] = element.selectionDirection === 'backward' ? [end, start] : [start, end];
    listeners.onSelection({
      anchor: transformPosition(anchor, bound.unseen, 'before'),
      head: transformPosition(head, bound.unseen, 'before'),
    });
  };

  const handlers: readonly (readonly [string, (event: Event) => void])[] = [
    ['input', onInput],
    [
      'compositionstart',
      () => {
        isComposing = true;
      },
    ],
    [
      'compositionend',
      () => {
        isComposing = false;
        onInput();
        if (isReplaced) show(boundText(text.read()));
        else catchUp();
        isReplaced = false;
      },
    ],
    ['beforeinput', (event) => takeHistory(event, listeners)],
    ['focus', onSelection],
    ['blur', () => listeners.onSelection(undefined)],
  ];
  for (const [name, handler] of handlers) element.addEventListener(name, handler);
  element.ownerDocument.addEventListener('selectionchange', onSelection);
  const unsubscribe = text.subscribe(onChange);
  show(bound);

  return () => {
    unsubscribe();
    element.ownerDocument.removeEventListener('selectionchange', onSelection);
    for (const [name, handler] of handlers) element.removeEventListener(name, handler);
  };
}

/** A field turns carriage returns into line feeds, which would shift every position: they are shown as a sign. */
function displayed(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r', '\u240d') : text;
}

/** The browser's own history knows nothing of what others wrote: undo is the document's. */
function takeHistory(event: Event, listeners: FieldListeners): void {
  if (!(event instanceof InputEvent)) return;
  if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return;
  event.preventDefault();
  if (event.inputType === 'historyUndo') listeners.onUndo();
  else listeners.onRedo();
}

/** Writing to a field moves the caret to its end; this puts the selection where the same characters are now. */
function keepSelection(element: TextElement, delta: TextDelta, write: () => void): void {
  if (element.ownerDocument.activeElement !== element) {
    write();
    return;
  }
  const start = element.selectionStart ?? 0;
  const end = element.selectionEnd ?? start;
  const direction = element.selectionDirection ?? 'none';
  write();
  const movedStart = transformPosition(start, delta, start === end ? 'before' : 'after');
  const movedEnd = transformPosition(end, delta, 'before');
  element.setSelectionRange(movedStart, Math.max(movedStart, movedEnd), direction);
}
