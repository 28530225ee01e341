import { type ChangeSpec, EditorSelection, EditorState, type Extension, Prec } from '@codemirror/state';
import {
  EditorView,
  highlightSpecialChars,
  keymap,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { StatehouseError } from '@statehouse/kernel';
import { type TextDelta, transformPosition } from '@statehouse/ot';
import type { RemoteCaret } from '../text/caret-segments.ts';
import type { SharedText } from '../text/shared-text.ts';
import { spliceFromEdit } from '../text/text-splice.ts';
import { type CarriedCaret, carriedOver, toldCarets } from './carried-carets.ts';
import { changesFromDelta, deltaFromChanges } from './change-delta.ts';
import { fromDocument } from './from-document.ts';
import { placeCarets, remoteCarets } from './remote-carets.ts';
import { refusal } from './text-limit.ts';
import { TextLink } from './text-link.ts';
import { wellFormedEdits } from './well-formed.ts';

/** A selection in the document's coordinates. */
export interface TextSelection {
  readonly anchor: number;
  readonly head: number;
}

export interface EditorListeners {
  /** The person's selection in the document's coordinates; undefined when the editor has lost the focus. */
  onSelection(selection: TextSelection | undefined): void;
  onUndo(): void;
  onRedo(): void;
  /** An edit was not made; why, and what to do, in words. */
  onProblem(message: string): void;
}

/** What an editor is made with, and the way to tell it where the others are. */
export interface BoundEditor {
  readonly extension: Extension;
  /** The others' carets, in the coordinates of the present text. */
  showCarets(view: EditorView, carets: readonly RemoteCaret[]): void;
}

/** How long the editor waits before it looks again whether a composition is over. */
const COMPOSITION_PAUSE_MS = 50;

/**
 * Joins an editor to a shared text, both ways, for as long as the extension is in its state. The editor has to be
 * made with the text as it is at that moment. While the person composes a character, the editor is left alone and
 * catches up afterwards; what they type is shared at once all the same. An edit costs what it changes, however long
 * the text is.
 */
export function bindEditor(text: SharedText, listeners: EditorListeners): BoundEditor {
  const plugin = ViewPlugin.define((view) => new EditorBinding(view, text, listeners));
  const inBinding = (use: (binding: EditorBinding) => void) => (view: EditorView) => {
    const binding = view.plugin(plugin);
    if (binding !== null) use(binding);
    return true;
  };
  const undo = inBinding((binding) => binding.stepBack(() => listeners.onUndo()));
  const redo = inBinding((binding) => binding.stepBack(() => listeners.onRedo()));
  return {
    extension: [
      // Nothing but a line feed ends a line, so that positions agree with the document's.
      EditorState.lineSeparator.of('\n'),
      highlightSpecialChars({ specialChars: /\r/gu, render: carriageReturn }),
      EditorView.clipboardInputFilter.of((pasted) => pasted.replace(/\r\n?/g, '\n').toWellFormed()),
      wellFormedEdits,
      // Not every command asks whether it may.
      EditorState.changeFilter.of(
        (transaction) => !transaction.startState.readOnly || transaction.annotation(fromDocument) === true,
      ),
      remoteCarets,
      plugin,
      EditorView.updateListener.of((update) => update.view.plugin(plugin)?.afterUpdate(update)),
      Prec.high(
        keymap.of([
          { key: 'Mod-z', run: undo, shift: redo, preventDefault: true },
          { key: 'Mod-y', run: redo, preventDefault: true },
        ]),
      ),
      EditorView.domEventHandlers({
        beforeinput: ({ inputType }, view) => {
          if (inputType === 'historyUndo') return undo(view);
          return inputType === 'historyRedo' && redo(view);
        },
      }),
    ],
    showCarets: (view, carets) => view.plugin(plugin)?.showCarets(carets),
  };
}

/**
 * Invariant: whenever no news are waiting, the editor shows the document's text. News wait for the end of the task,
 * so that no edit is ever made while the document tells a change, and for the end of a composition.
 */
class EditorBinding implements PluginValue {
  readonly #view: EditorView;
  readonly #listeners: EditorListeners;
  readonly #link: TextLink;
  /** In the document's coordinates. */
  #carets: readonly CarriedCaret[] = [];
  #areCaretsPlaced = true;
  #isAwaited = false;
  #isDestroyed = false;

  constructor(view: EditorView, text: SharedText, listeners: EditorListeners) {
    this.#view = view;
    this.#listeners = listeners;
    this.#link = new TextLink(text, {
      onChange: (delta) => {
        if (delta !== undefined) this.#carets = carriedOver(this.#carets, delta);
      },
      onNews: () => this.#catchUpSoon(),
    });
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#link.dispose();
  }

  showCarets(carets: readonly RemoteCaret[]): void {
    this.#carets = toldCarets(this.#carets, carets);
    this.#areCaretsPlaced = false;
    this.#catchUpSoon();
  }

  /** Undoes or redoes; the caret goes where that changed something. */
  stepBack(step: () => void): void {
    if (this.#view.compositionStarted) return;
    this.#catchUp();
    step();
    this.#catchUp('follow');
  }

  /** Hands the person's changes to the document. */
  afterUpdate(update: ViewUpdate): void {
    let isEdited = false;
    for (const [index, transaction] of update.transactions.entries()) {
      for (const effect of transaction.effects) {
        if (effect.is(refusal)) this.#listeners.onProblem(effect.value);
      }
      if (!transaction.docChanged || transaction.annotation(fromDocument) === true) continue;
      isEdited = true;
      const { startState, newDoc, changes } = transaction;
      try {
        this.#link.edit(deltaFromChanges(startState.doc, newDoc, changes));
      } catch (error) {
        this.#putBack(update, index);
        if (!(error instanceof StatehouseError)) throw error;
        this.#listeners.onProblem(`That was not written. ${error.message}`);
        return;
      }
    }
    if (isEdited || update.selectionSet || update.focusChanged) this.#tellSelection();
  }

  #putBack(update: ViewUpdate, from: number): void {
    const [first, ...rest] = update.transactions.slice(from);
    if (first === undefined) return;
    const made = rest.reduce((changes, transaction) => changes.compose(transaction.changes), first.changes);
    this.#view.dispatch({
      changes: made.invert(first.startState.doc),
      selection: first.startState.selection,
      annotations: fromDocument.of(true),
    });
  }

  #tellSelection(): void {
    if (!this.#link.isLinked) return;
    if (!this.#view.hasFocus) {
      this.#listeners.onSelection(undefined);
      return;
    }
    const { anchor, head } = this.#view.state.selection.main;
    const { unseen } = this.#link;
    this.#listeners.onSelection({
      anchor: transformPosition(anchor, unseen, 'before'),
      head: transformPosition(head, unseen, 'before'),
    });
  }

  #catchUpSoon(): void {
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    queueMicrotask(() => this.#catchUpOnceComposed());
  }

  #catchUpOnceComposed(): void {
    if (this.#isDestroyed) return;
    if (this.#view.compositionStarted) {
      // Browsers differ in how they say that a composition is over, and some forget to.
      setTimeout(() => this.#catchUpOnceComposed(), COMPOSITION_PAUSE_MS);
      return;
    }
    this.#isAwaited = false;
    this.#catchUp();
  }

  #catchUp(manner?: 'follow'): void {
    const news = this.#link.take();
    const arePlaced = this.#areCaretsPlaced;
    if (news.kind === 'none' && arePlaced) return;
    this.#areCaretsPlaced = true;
    const changes = news.kind === 'none' ? [] : this.#changesFor(news);
    const after = manner === 'follow' && news.kind === 'delta' ? endOfChange(news.delta) : undefined;
    this.#view.dispatch({
      changes,
      effects: placeCarets.of(this.#carets),
      annotations: fromDocument.of(true),
      ...(after === undefined ? {} : { selection: EditorSelection.cursor(after), scrollIntoView: true }),
    });
  }

  #changesFor(
    news:
      | { readonly kind: 'delta'; readonly delta: TextDelta }
      | { readonly kind: 'anew'; readonly text: string },
  ): ChangeSpec {
    if (news.kind === 'delta') return changesFromDelta(news.delta);
    const splice = spliceFromEdit(this.#view.state.doc.toString(), news.text);
    if (splice === undefined) return [];
    const { start, deleted, inserted } = splice;
    return { from: start, to: start + deleted, insert: inserted };
  }
}

/** Where the last thing that a delta does ends, in the text after it. */
function endOfChange(delta: TextDelta): number {
  let end = 0;
  for (const part of delta) {
    if (typeof part === 'string') end += part.length;
    else if (part > 0) end += part;
  }
  return end;
}

/** A carriage return would not be seen; what stands for it may be of any length, because it is not in the text. */
function carriageReturn(): HTMLElement {
  const sign = document.createElement('span');
  sign.className = 'editor-sign';
  sign.textContent = 'CR';
  sign.setAttribute('role', 'img');
  sign.setAttribute('aria-label', 'carriage return');
  return sign;
}
