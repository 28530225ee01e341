import type { PersistentText } from '@statehouse/collections';
import { DeltaBuilder } from './delta-builder.ts';
import type { TextDelta } from './text-delta.ts';

/**
 * True when a delta can be applied to this text: it stays inside, and neither an insertion nor an end of a deletion
 * falls inside a surrogate pair. The text itself is well-formed. O(components · log n).
 */
export function deltaFits(text: PersistentText, delta: TextDelta): boolean {
  const { length } = text;
  let position = 0;
  for (const part of delta) {
    if (typeof part === 'string') continue;
    position += part > 0 ? part : -part;
    if (position > length) return false;
    if (position < length && isLowSurrogate(text.charCodeAt(position))) return false;
  }
  return true;
}

/**
 * Applies a delta that fits (see {@link deltaFits}). `removed` holds the deleted units, joined in order. The empty
 * list changes nothing.
 */
export function applyText(text: PersistentText, delta: TextDelta): { text: PersistentText; removed: string } {
  let result = text;
  let removed = '';
  let position = 0;
  let inserted = '';
  for (const part of delta) {
    if (typeof part === 'string') {
      inserted = part;
    } else if (part < 0) {
      removed += result.slice(position, position - part);
      result = result.splice(position, -part, inserted);
      position += inserted.length;
      inserted = '';
    } else {
      if (inserted !== '') {
        result = result.splice(position, 0, inserted);
        position += inserted.length;
        inserted = '';
      }
      position += part;
    }
  }
  if (inserted !== '') result = result.splice(position, 0, inserted);
  return { text: result, removed };
}

/** What a delta makes of a plain string; undefined if it does not fit. The twin of {@link applyText} for short texts. */
export function applyToString(text: string, delta: TextDelta): string | undefined {
  let result = '';
  let position = 0;
  for (const part of delta) {
    if (typeof part === 'string') {
      result += part;
      continue;
    }
    const end = position + Math.abs(part);
    if (end > text.length || isLowSurrogate(text.charCodeAt(end))) return undefined;
    if (part > 0) result += text.slice(position, end);
    position = end;
  }
  return result + text.slice(position);
}

/**
 * One delta for `first` and then `second`. The empty list means that they cancel out. Linear in the components.
 * What is transformed over the composition may land elsewhere than over the two in turn, so only what no one else
 * has seen is composed.
 */
export function composeText(first: TextDelta, second: TextDelta): TextDelta {
  const out = new DeltaBuilder();
  let index = 0;
  let used = 0;
  for (const part of second) {
    if (typeof part === 'string') {
      out.insert(part);
      continue;
    }
    let left = Math.abs(part);
    while (left > 0) {
      const source = first[index];
      if (typeof source === 'number' && source < 0) {
        out.delete(-source);
        index += 1;
        continue;
      }
      const available =
        source === undefined ? left : (typeof source === 'string' ? source.length : source) - used;
      const taken = Math.min(left, available);
      if (typeof source === 'string') {
        if (part > 0) out.insert(source.slice(used, used + taken));
      } else if (part > 0) {
        out.keep(taken);
      } else {
        out.delete(taken);
      }
      left -= taken;
      used = taken === available ? 0 : used + taken;
      if (used === 0) index += 1;
    }
  }
  copyRest(out, first, index, used);
  return out.build();
}

/** The delta that takes `delta` back; `removed` holds what it deleted, as {@link applyText} answers it. */
export function invertText(delta: TextDelta, removed: string): TextDelta {
  const out = new DeltaBuilder();
  let restored = 0;
  for (const part of delta) {
    if (typeof part === 'string') {
      out.delete(part.length);
    } else if (part > 0) {
      out.keep(part);
    } else {
      out.insert(removed.slice(restored, restored - part));
      restored -= part;
    }
  }
  return out.build();
}

/** How many units a delta deletes: the length of its `removed`. */
export function deletedLength(delta: TextDelta): number {
  let length = 0;
  for (const part of delta) if (typeof part === 'number' && part < 0) length -= part;
  return length;
}

function copyRest(out: DeltaBuilder, delta: TextDelta, from: number, used: number): void {
  for (let index = from; index < delta.length; index += 1) {
    const part = delta[index];
    const skipped = index === from ? used : 0;
    if (typeof part === 'string') out.insert(part.slice(skipped));
    else if (part !== undefined && part > 0) out.keep(part - skipped);
    else if (part !== undefined) out.delete(-part);
  }
}

/** In a well-formed text a low surrogate is the second half of a pair, so a place before it splits the pair. */
function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
