import { type TextDelta, transformPosition } from '@statehouse/ot';
import type { RemoteCaret } from '../text/caret-segments.ts';

/** Somebody's caret, and how often they have moved it: what others write moves it too, but they do not. */
export interface CarriedCaret extends RemoteCaret {
  readonly moves: number;
}

/** The carets as they are told now, after those that were known and carried to the same text. */
export function toldCarets(
  known: readonly CarriedCaret[],
  told: readonly RemoteCaret[],
): readonly CarriedCaret[] {
  const earlier = new Map(known.map((caret) => [caret.connection, caret]));
  return told.map((caret) => {
    const before = earlier.get(caret.connection);
    if (before === undefined) return { ...caret, moves: 0 };
    const isStill = before.anchor === caret.anchor && before.head === caret.head;
    return { ...caret, moves: isStill ? before.moves : before.moves + 1 };
  });
}

/** The carets where they are after a change of the text. */
export function carriedOver(carets: readonly CarriedCaret[], delta: TextDelta): readonly CarriedCaret[] {
  return carets.map((caret) => ({
    ...caret,
    anchor: transformPosition(caret.anchor, delta, 'before'),
    head: transformPosition(caret.head, delta, 'before'),
  }));
}
