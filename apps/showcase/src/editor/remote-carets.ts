import { type Extension, type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import { personColor } from '../people/colors.ts';
import type { CarriedCaret } from './carried-carets.ts';

/** Where the others' carets are in the text as it is after the transaction that carries this. */
export const placeCarets = StateEffect.define<readonly CarriedCaret[]>();

/** The others' carets and selections, in the text; changes carry them until they are placed anew. */
export const remoteCarets: Extension = StateField.define<readonly CarriedCaret[]>({
  create: () => [],
  update(carets, transaction) {
    for (const effect of transaction.effects) if (effect.is(placeCarets)) return effect.value;
    if (!transaction.docChanged || carets.length === 0) return carets;
    const { changes } = transaction;
    return carets.map((caret) => ({
      ...caret,
      anchor: changes.mapPos(caret.anchor, -1),
      head: changes.mapPos(caret.head, -1),
    }));
  },
  provide: (field) =>
    EditorView.decorations.compute([field], (state) => decorationsFor(state.field(field), state.doc.length)),
});

function decorationsFor(carets: readonly CarriedCaret[], length: number): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const caret of carets) {
    const anchor = clamp(caret.anchor, length);
    const head = clamp(caret.head, length);
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
    label.textContent = name;
    return flag;
  }

  /** A click on a caret is a click into the text. */
  override ignoreEvent(): boolean {
    return false;
  }
}

function clamp(position: number, length: number): number {
  return Math.min(Math.max(0, position), length);
}
