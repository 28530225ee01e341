import { type Extension, type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import { personColor } from '../people/colors.ts';
import type { CarriedCaret } from './carried-carets.ts';

/** Where the others' carets are in the text as it is after the transaction that carries this. */
export const placeCarets = StateEffect.define<readonly CarriedCaret[]>();

/**
 * The others' carets and selections; changes carry them until they are placed anew. They are inside the text, though
 * their people may be in text that has not come yet.
 */
export const remoteCarets: Extension = StateField.define<readonly CarriedCaret[]>({
  create: () => [],
  update(carets, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(placeCarets))
        return effect.value.map((caret) => inside(caret, transaction.newDoc.length));
    }
    if (!transaction.docChanged || carets.length === 0) return carets;
    const { changes } = transaction;
    return carets.map((caret) => ({
      ...caret,
      anchor: changes.mapPos(caret.anchor, -1),
      head: changes.mapPos(caret.head, -1),
    }));
  },
  provide: (field) => EditorView.decorations.compute([field], (state) => decorationsFor(state.field(field))),
});

function decorationsFor(carets: readonly CarriedCaret[]): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const caret of carets) {
    const { anchor, head } = caret;
    ranges.push(Decoration.widget({ widget: new CaretWidget(caret), side: -1 }).range(head));
    if (anchor === head) continue;
    const style = `background-color: ${personColor(caret.color).fill}40`;
    const mark = Decoration.mark({ class: 'remote-selection', attributes: { style } });
    ranges.push(mark.range(Math.min(anchor, head), Math.max(anchor, head)));
  }
  return Decoration.set(ranges, true);
}

/** The same flag as everywhere, without React: a thin caret, and a name on it that fades once the caret rests. */
class CaretWidget extends WidgetType {
  readonly #caret: CarriedCaret;

  constructor(caret: CarriedCaret) {
    super();
    this.#caret = caret;
  }

  override eq(other: CaretWidget): boolean {
    const one = this.#caret;
    const two = other.#caret;
    return (
      one.connection === two.connection &&
      one.name === two.name &&
      one.color === two.color &&
      one.moves === two.moves
    );
  }

  override toDOM(): HTMLElement {
    const { name, color } = this.#caret;
    const { fill, ink } = personColor(color);
    const flag = document.createElement('span');
    flag.className = 'person-flag editor-caret';
    flag.setAttribute('aria-hidden', 'true');
    flag.dataset.testid = 'remote-caret';
    flag.dataset.name = name;
    flag.style.backgroundColor = fill;
    const label = flag.appendChild(document.createElement('span'));
    label.className = 'person-flag-name';
    label.style.backgroundColor = fill;
    label.style.color = ink;
    // Drawn by the style sheet, so that the line's text is the text alone.
    label.dataset.name = name;
    return flag;
  }

  /** A click on a caret is a click into the text. */
  override ignoreEvent(): boolean {
    return false;
  }
}

function inside(caret: CarriedCaret, length: number): CarriedCaret {
  const clamp = (position: number) => Math.min(Math.max(0, position), length);
  return { ...caret, anchor: clamp(caret.anchor), head: clamp(caret.head) };
}
