import { itemAt } from '../item-at.ts';

/** A stretch of one text, and the stretch of the other that took its place. */
export interface TextChange {
  readonly beforeStart: number;
  readonly beforeEnd: number;
  readonly afterStart: number;
  readonly afterEnd: number;
}

/** The most single insertions and deletions for which the shortest way is sought; past it, one change covers all. */
const MAX_STEPS = 512;

/** The changes that turn one string into another, ascending and apart: the fewest units possible, within {@link MAX_STEPS}. */
export function diffStrings(before: string, after: string): TextChange[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head += 1;
  let tail = 0;
  while (
    tail < shorter - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail += 1;
  }
  const whole = {
    beforeStart: head,
    beforeEnd: before.length - tail,
    afterStart: head,
    afterEnd: after.length - tail,
  };
  if (whole.beforeStart === whole.beforeEnd || whole.afterStart === whole.afterEnd) return [whole];
  const a = before.slice(whole.beforeStart, whole.beforeEnd);
  const b = after.slice(whole.afterStart, whole.afterEnd);
  const frontiers = searchFrontiers(a, b);
  return frontiers === undefined ? [whole] : changesAlong(frontiers, a.length, b.length, head);
}

/**
 * Myers, "An O(ND) difference algorithm and its variations" (1986), the greedy forward search. `frontiers[d]` holds,
 * for each diagonal k (units of `a` used minus units of `b` used) from -d-1 to d+1, how far along `a` the search had
 * come with fewer than `d` steps. Undefined if it takes more than {@link MAX_STEPS}.
 */
function searchFrontiers(a: string, b: string): Int32Array[] | undefined {
  const steps = Math.min(MAX_STEPS, a.length + b.length);
  const zero = steps + 1;
  const furthest = new Int32Array(2 * steps + 3);
  const frontiers: Int32Array[] = [];
  for (let step = 0; step <= steps; step += 1) {
    frontiers.push(furthest.slice(zero - step - 1, zero + step + 2));
    const lowest = -step + 2 * Math.max(0, step - b.length);
    const highest = step - 2 * Math.max(0, step - a.length);
    for (let diagonal = lowest; diagonal <= highest; diagonal += 2) {
      const left = furthest[zero + diagonal - 1] ?? 0;
      const right = furthest[zero + diagonal + 1] ?? 0;
      let x = comesFromAbove(step, diagonal, left, right) ? right : left + 1;
      while (x < a.length && x - diagonal < b.length && a.charCodeAt(x) === b.charCodeAt(x - diagonal))
        x += 1;
      furthest[zero + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return frontiers;
    }
  }
  return undefined;
}

/** Whether the best way onto a diagonal is an insertion, from the diagonal above it, and not a deletion. */
function comesFromAbove(step: number, diagonal: number, left: number, right: number): boolean {
  return diagonal === -step || (diagonal !== step && left < right);
}

/** Walks the way back from the end and gathers neighbouring steps into changes, shifted by `offset`. */
function changesAlong(
  frontiers: readonly Int32Array[],
  aLength: number,
  bLength: number,
  offset: number,
): TextChange[] {
  const changes: TextChange[] = [];
  let x = aLength;
  let y = bLength;
  for (let step = frontiers.length - 1; step > 0; step -= 1) {
    const frontier = itemAt(frontiers, step);
    const diagonal = x - y;
    const left = frontier[diagonal + step] ?? 0;
    const right = frontier[diagonal + step + 2] ?? 0;
    const inserts = comesFromAbove(step, diagonal, left, right);
    const beforeX = inserts ? right : left;
    const beforeY = beforeX - (inserts ? diagonal + 1 : diagonal - 1);
    const endX = inserts ? beforeX : beforeX + 1;
    const endY = inserts ? beforeY + 1 : beforeY;
    const later = changes.at(-1);
    const joins =
      later !== undefined && later.beforeStart === endX + offset && later.afterStart === endY + offset;
    if (joins) changes.pop();
    changes.push({
      beforeStart: beforeX + offset,
      beforeEnd: joins ? later.beforeEnd : endX + offset,
      afterStart: beforeY + offset,
      afterEnd: joins ? later.afterEnd : endY + offset,
    });
    x = beforeX;
    y = beforeY;
  }
  return changes.reverse();
}
