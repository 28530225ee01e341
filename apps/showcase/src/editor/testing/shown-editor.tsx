import { EditorView } from '@codemirror/view';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import type { SharedText } from '../../text/shared-text.ts';
import { SharedTextEditor, type SharedTextEditorProps } from '../shared-text-editor.tsx';

type Selection = Parameters<SharedTextEditorProps['onSelection']>[0];

/** An editor on the page of a test. */
export interface ShownEditor {
  readonly view: EditorView;
  readonly place: HTMLElement;
  readonly problems: readonly string[];
  readonly selections: readonly Selection[];
  readonly content: string;
  /** Shows it anew with other props. */
  show(options: Partial<SharedTextEditorProps>): void;
  remove(): void;
}

/** Shows a text with the caret at its end, ready to be typed into. */
export function openEditor(text: SharedText, options: Partial<SharedTextEditorProps> = {}): ShownEditor {
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
  const place = document.createElement('main');
  place.style.height = '400px';
  document.body.append(place);
  const root = createRoot(place);
  const problems: string[] = [];
  const selections: Selection[] = [];
  let props: SharedTextEditorProps = {
    text,
    label: 'Text',
    placeholder: 'Write something.',
    readOnly: false,
    carets: [],
    onSelection: (selection) => selections.push(selection),
    onUndo: () => {},
    onRedo: () => {},
    onProblem: (message) => problems.push(message),
  };
  const show = (changed: Partial<SharedTextEditorProps>) => {
    props = { ...props, ...changed };
    act(() => root.render(<SharedTextEditor {...props} />));
  };
  show(options);
  const dom = place.querySelector<HTMLElement>('.cm-editor');
  const view = dom === null ? null : EditorView.findFromDOM(dom);
  if (view === null) throw new Error('there is no editor');
  view.focus();
  view.dispatch({ selection: { anchor: view.state.doc.length } });
  return {
    view,
    place,
    problems,
    selections,
    get content() {
      return view.state.doc.toString();
    },
    show,
    remove: () => {
      act(() => root.unmount());
      place.remove();
    },
  };
}

/** Pastes as a browser does. */
export function paste({ view }: ShownEditor, pasted: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', pasted);
  view.contentDOM.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
  );
}
