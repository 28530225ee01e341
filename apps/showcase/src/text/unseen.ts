import { composeText, type TextDelta, transformText } from '@statehouse/ot';

/**
 * What a document holds and the place that shows it does not show yet: applied to what is shown, it gives the
 * document's text. Empty: all is shown. This is all that a binding has to remember, however long the text is.
 */
export type Unseen = TextDelta;

/**
 * The person edited what is shown: what is unseen then, and the same edit as the document has to take it. At one
 * place with what is unseen it stands as it would if that had been shown: typing goes before it, because a caret stays
 * before what others insert at it; what replaces something goes behind it.
 */
export function typedOver(
  unseen: Unseen,
  own: TextDelta,
): { readonly unseen: Unseen; readonly delta: TextDelta } {
  if (unseen.length === 0) return { unseen, delta: own };
  const isFirst = own.every((part) => typeof part === 'string' || part > 0);
  return { unseen: transformText(unseen, own, !isFirst), delta: transformText(own, unseen, isFirst) };
}

/** One delta for two in turn, either of which may be empty. */
export function joined(first: TextDelta, second: TextDelta): TextDelta {
  if (first.length === 0) return second;
  return second.length === 0 ? first : composeText(first, second);
}

/** True if two deltas in normal form do the same. */
export function isSameDelta(one: TextDelta, other: TextDelta): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}
