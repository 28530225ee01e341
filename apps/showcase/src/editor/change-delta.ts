import type { ChangeSet, ChangeSpec, Text } from '@codemirror/state';
import type { TextDelta } from '@statehouse/ot';

/** One changed run: where it was, and where it is. */
interface ChangedRun {
  readonly fromA: number;
  toA: number;
  readonly fromB: number;
  toB: number;
}

/**
 * The changes that made `after` of `before`, as a delta. An editor may change half a surrogate pair into another half;
 * a delta replaces the pair. Both texts are well-formed. O(changes · log n).
 */
export function deltaFromChanges(before: Text, after: Text, changes: ChangeSet): TextDelta {
  const runs: ChangedRun[] = [];
  changes.iterChanges((fromA, toA, fromB, toB) => {
    const start = splitsPair(before, fromA) || splitsPair(after, fromB) ? 1 : 0;
    const end = splitsPair(before, toA) || splitsPair(after, toB) ? 1 : 0;
    const last = runs.at(-1);
    if (last !== undefined && last.toA >= fromA - start) {
      last.toA = toA + end;
      last.toB = toB + end;
    } else {
      runs.push({ fromA: fromA - start, toA: toA + end, fromB: fromB - start, toB: toB + end });
    }
  });
  const delta: (number | string)[] = [];
  let at = 0;
  for (const { fromA, toA, fromB, toB } of runs) {
    if (fromA > at) delta.push(fromA - at);
    if (toB > fromB) delta.push(after.sliceString(fromB, toB));
    if (toA > fromA) delta.push(fromA - toA);
    at = toA;
  }
  return delta;
}

/** A delta as an editor takes it; positions are those of the text before it. */
export function changesFromDelta(delta: TextDelta): readonly ChangeSpec[] {
  const changes: ChangeSpec[] = [];
  let at = 0;
  let insert = '';
  const put = (deleted: number) => {
    if (insert !== '' || deleted > 0) changes.push({ from: at, to: at + deleted, insert });
    insert = '';
    at += deleted;
  };
  for (const part of delta) {
    if (typeof part === 'string') {
      insert = part;
    } else if (part < 0) {
      put(-part);
    } else {
      put(0);
      at += part;
    }
  }
  put(0);
  return changes;
}

/** True when a cut at `position` would separate the two halves of one character. */
function splitsPair(text: Text, position: number): boolean {
  if (position <= 0 || position >= text.length) return false;
  const around = text.sliceString(position - 1, position + 1);
  return isHighSurrogate(around.charCodeAt(0)) && isLowSurrogate(around.charCodeAt(1));
}

export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

export function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
