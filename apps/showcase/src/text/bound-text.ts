import type { TextDelta } from '@statehouse/ot';
import type { TextSplice } from './text-splice.ts';
import { joined, typedOver, type Unseen } from './unseen.ts';

/**
 * What an input field shows of a shared text. While somebody composes a character (an input method), the field must
 * not be written to, so what others do meanwhile waits in `unseen`.
 *
 * Invariant: `unseen` applied to `shown` gives the document's text.
 */
export interface BoundText {
  readonly shown: string;
  /** Empty: the field is up to date. */
  readonly unseen: Unseen;
}

/** A field that shows the whole document's text. */
export function boundText(text: string): BoundText {
  return { shown: text, unseen: [] };
}

/** The person edited the field: its new state, and the same edit as the document has to take it. */
export function typed(
  bound: BoundText,
  splice: TextSplice,
): { readonly bound: BoundText; readonly delta: TextDelta } {
  const own = deltaFromSplice(splice);
  const { unseen, delta } = typedOver(bound.unseen, own);
  return { bound: { shown: applyDelta(bound.shown, own), unseen }, delta };
}

/** Somebody else edited the document, and the field may not be written to now. */
export function deferred(bound: BoundText, delta: TextDelta): BoundText {
  return { shown: bound.shown, unseen: joined(bound.unseen, delta) };
}

/** The field may be written to again: what it should show, and how that differs from what it shows. */
export function caughtUp(bound: BoundText): { readonly bound: BoundText; readonly delta: TextDelta } {
  return { bound: boundText(applyDelta(bound.shown, bound.unseen)), delta: bound.unseen };
}

/** A splice in the form that operations carry. */
export function deltaFromSplice(splice: TextSplice): TextDelta {
  const delta: (number | string)[] = [];
  if (splice.start > 0) delta.push(splice.start);
  if (splice.inserted !== '') delta.push(splice.inserted);
  if (splice.deleted > 0) delta.push(-splice.deleted);
  return delta;
}

function applyDelta(text: string, delta: TextDelta): string {
  let result = '';
  let at = 0;
  for (const part of delta) {
    if (typeof part === 'string') {
      result += part;
    } else if (part > 0) {
      result += text.slice(at, at + part);
      at += part;
    } else {
      at -= part;
    }
  }
  return result + text.slice(at);
}
