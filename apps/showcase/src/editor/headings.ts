import { type Extension, RangeSetBuilder, type Text } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';

const LONGEST_SIGN = '### '.length;
const lines = [1, 2, 3].map((level) => Decoration.line({ class: `editor-heading-${level}` }));
const sign = Decoration.mark({ class: 'editor-heading-sign' });

/** Shows lines that begin with `# `, `## ` or `### ` as headings. Looks at what is on the screen only. */
export const headings: Extension = ViewPlugin.define(
  (view) => {
    const shown = {
      decorations: headingsIn(view),
      update(update: ViewUpdate) {
        if (update.docChanged || update.viewportChanged) shown.decorations = headingsIn(update.view);
      },
    };
    return shown;
  },
  { decorations: (shown) => shown.decorations },
);

function headingsIn({ state: { doc }, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let last = -1;
  for (const { from, to } of visibleRanges) {
    for (let position = from; position <= to; ) {
      const line = doc.lineAt(position);
      // A long line is shown in several ranges.
      if (line.from > last) mark(builder, doc, line.from, line.to);
      last = line.from;
      position = line.to + 1;
    }
  }
  return builder.finish();
}

function mark(builder: RangeSetBuilder<Decoration>, doc: Text, from: number, to: number): void {
  const start = doc.sliceString(from, Math.min(to, from + LONGEST_SIGN));
  const level = /^(#{1,3}) /.exec(start)?.[1]?.length;
  const line = level === undefined ? undefined : lines[level - 1];
  if (level === undefined || line === undefined) return;
  builder.add(from, from, line);
  builder.add(from, from + level, sign);
}
