/** Somebody else's caret or selection in a text. */
export interface RemoteCaret {
  readonly connection: string;
  readonly name: string;
  /** Index into the people's colours. */
  readonly color: number;
  readonly anchor: number;
  readonly head: number;
}

/** A run of text with what stands before it: whose carets, and under whose selection it lies. */
export interface CaretSegment {
  readonly start: number;
  readonly text: string;
  readonly caretsBefore: readonly RemoteCaret[];
  /** The first of those whose selection covers the run. */
  readonly selectedBy: RemoteCaret | undefined;
}

/**
 * Cuts a text where carets stand and selections begin or end. The runs joined give the text back; the last one may be
 * empty, to carry carets at the end.
 */
export function segmentsFromCarets(text: string, carets: readonly RemoteCaret[]): readonly CaretSegment[] {
  const inside = carets.map((caret) => ({
    ...caret,
    anchor: clamp(caret.anchor, text.length),
    head: clamp(caret.head, text.length),
  }));
  const cuts = new Set([0, text.length]);
  for (const caret of inside) cuts.add(caret.anchor).add(caret.head);
  const ordered = [...cuts].sort((left, right) => left - right);
  return ordered.flatMap((start, index) => {
    const end = ordered[index + 1] ?? text.length;
    const caretsBefore = inside.filter((caret) => caret.head === start);
    if (start === end && caretsBefore.length === 0 && ordered.length > 1) return [];
    return [
      {
        start,
        text: text.slice(start, end),
        caretsBefore,
        selectedBy: inside.find((caret) => covers(caret, start, end)),
      },
    ];
  });
}

function covers(caret: RemoteCaret, start: number, end: number): boolean {
  return (
    start < end && Math.min(caret.anchor, caret.head) <= start && end <= Math.max(caret.anchor, caret.head)
  );
}

function clamp(position: number, length: number): number {
  return Math.min(Math.max(0, position), length);
}
