import { insertNewlineKeepIndent, standardKeymap } from '@codemirror/commands';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderText } from '@codemirror/view';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RemoteCaret } from '../text/caret-segments.ts';
import type { SharedText } from '../text/shared-text.ts';
import { type BoundEditor, bindEditor, type TextSelection } from './bind-editor.ts';
import { headings } from './headings.ts';
import './shared-text-editor.css';
import { MAX_TEXT_UNITS, textLimit } from './text-limit.ts';

export interface SharedTextEditorProps {
  /** Another text is another editor: keep it by `useMemo`. */
  readonly text: SharedText;
  /** What the text is called, for who cannot see the page. */
  readonly label: string;
  readonly placeholder: string;
  readonly readOnly: boolean;
  /** The others' carets in the coordinates of the present text. */
  readonly carets: readonly RemoteCaret[];
  /** The person's selection in the document's coordinates; undefined when the editor has lost the focus. */
  readonly onSelection: (selection: TextSelection | undefined) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  /** An edit was refused; why, and what to do, in words for the person. */
  readonly onProblem?: ((message: string) => void) | undefined;
}

/** One view with what of it changes while it lives. */
interface Editor {
  readonly view: EditorView;
  readonly bound: BoundEditor;
  readonly options: Compartment;
}

/** A long text that several people write at once. It fills the height of what it is put in, or grows with its text. */
export function SharedTextEditor(props: SharedTextEditorProps) {
  const { text, label, placeholder, readOnly, carets } = props;
  const parent = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor>();
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useLayoutEffect(() => {
    if (parent.current === null) return;
    const made = createEditor(parent.current, text, latest);
    setEditor(made);
    return () => {
      setEditor(undefined);
      made.view.destroy();
    };
  }, [text]);
  useEffect(() => {
    const effects = editor?.options.reconfigure(optionsFrom({ label, placeholder, readOnly }));
    if (effects !== undefined) editor?.view.dispatch({ effects });
  }, [editor, label, placeholder, readOnly]);
  useEffect(() => editor?.bound.showCarets(editor.view, carets), [editor, carets]);
  return <div ref={parent} className="shared-editor" />;
}

function createEditor(
  parent: HTMLElement,
  text: SharedText,
  latest: RefObject<SharedTextEditorProps>,
): Editor {
  const options = new Compartment();
  const bound = bindEditor(text, {
    onSelection: (selection) => latest.current.onSelection(selection),
    onUndo: () => latest.current.onUndo(),
    onRedo: () => latest.current.onRedo(),
    onProblem: (message) => latest.current.onProblem?.(message),
  });
  const extensions = [
    bound.extension,
    textLimit(MAX_TEXT_UNITS),
    headings,
    EditorView.lineWrapping,
    // Tab goes on to what comes next on the page.
    keymap.of([{ key: 'Enter', run: insertNewlineKeepIndent }, ...standardKeymap]),
    options.of(optionsFrom(latest.current)),
  ];
  const state = EditorState.create({ doc: text.read(), extensions });
  return { view: new EditorView({ state, parent }), bound, options };
}

function optionsFrom({
  label,
  placeholder,
  readOnly,
}: Pick<SharedTextEditorProps, 'label' | 'placeholder' | 'readOnly'>): Extension {
  return [
    EditorState.readOnly.of(readOnly),
    placeholderText(placeholder),
    EditorView.contentAttributes.of({
      'aria-label': label,
      // It can be reached anyway; this says so to who checks that what scrolls can be scrolled by keyboard.
      tabindex: '0',
      autocapitalize: 'sentences',
      spellcheck: 'false',
      // A reader moves and selects by keyboard as well, but writes on none.
      ...(readOnly ? { inputmode: 'none' } : {}),
    }),
  ];
}
