import type { Change, Edit, TextDelta } from '@statehouse/ot';
import { bytesOf } from './operation-size.ts';

/** A delta that inserts too much becomes several: each inserts a piece, the last one does the rest. */
export function splitDelta(edit: Edit, maxBytes: number): readonly Edit[] {
  if (edit.kind !== 'modify' || bytesOf(edit) <= maxBytes) return [edit];
  const pieces: Edit[] = [];
  const rest: Record<string, Change> = {};
  for (const [field, change] of Object.entries(edit.changes)) {
    if (change.kind !== 'text') {
      rest[field] = change;
      continue;
    }
    for (const delta of piecesOf(change.delta, Math.floor(maxBytes / 8))) {
      pieces.push({ ...edit, changes: { [field]: { ...change, delta } } });
    }
  }
  return Object.keys(rest).length === 0 ? pieces : [{ ...edit, changes: rest }, ...pieces];
}

/** Deltas that do in turn what one does, none of which inserts more than `maxUnits`. */
function piecesOf(delta: TextDelta, maxUnits: number): TextDelta[] {
  const pieces: TextDelta[] = [];
  let position = 0;
  for (const part of delta) {
    if (typeof part === 'string') {
      for (const text of textPieces(part, maxUnits)) {
        pieces.push(position === 0 ? [text] : [position, text]);
        position += text.length;
      }
    } else if (part > 0) {
      position += part;
    } else {
      pieces.push(position === 0 ? [part] : [position, part]);
    }
  }
  return pieces;
}

function* textPieces(text: string, maxUnits: number): Iterable<string> {
  let start = 0;
  while (start < text.length) {
    let end = Math.min(start + Math.max(2, maxUnits), text.length);
    const unit = text.charCodeAt(end);
    if (end < text.length && unit >= 0xdc00 && unit <= 0xdfff) end -= 1;
    yield text.slice(start, end);
    start = end;
  }
}
