import { itemAt } from '../item-at.ts';

/** Neighbouring items of each of two sequences that are not shared by both, and at which unit of the text they begin. */
export interface Gap<Item> {
  readonly before: readonly Item[];
  readonly after: readonly Item[];
  readonly beforeStart: number;
  readonly afterStart: number;
}

/**
 * Takes out of a gap what both its sides share (`===`), in order; what remains are smaller gaps, none of them empty
 * on both sides. Items that occur twice do not count as shared unless they stand at an end.
 */
export function gapsWithin<Item extends { readonly length: number }>(gap: Gap<Item>): Gap<Item>[] {
  const { before, after } = gap;
  let head = 0;
  let { beforeStart, afterStart } = gap;
  const shorter = Math.min(before.length, after.length);
  while (head < shorter && before[head] === after[head]) {
    const { length } = itemAt(before, head);
    beforeStart += length;
    afterStart += length;
    head += 1;
  }
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  const middle = {
    before: before.slice(head, before.length - tail),
    after: after.slice(head, after.length - tail),
    beforeStart,
    afterStart,
  };
  if (middle.before.length === 0 && middle.after.length === 0) return [];
  return middle.before.length < 2 && middle.after.length < 2 ? [middle] : gapsBetweenAnchors(middle);
}

function gapsBetweenAnchors<Item extends { readonly length: number }>(gap: Gap<Item>): Gap<Item>[] {
  const places = uniquePlaces(gap.before);
  const gaps: Gap<Item>[] = [];
  let { beforeStart, afterStart } = gap;
  let taken = 0;
  let pending: Item[] = [];
  const close = (end: number) => {
    const skipped = gap.before.slice(taken, end);
    if (skipped.length > 0 || pending.length > 0) {
      gaps.push({ before: skipped, after: pending, beforeStart, afterStart });
    }
    for (const item of skipped) beforeStart += item.length;
    for (const item of pending) afterStart += item.length;
    taken = end;
    pending = [];
  };
  for (const item of gap.after) {
    const place = places.get(item) ?? -1;
    if (place < taken) {
      pending.push(item);
      continue;
    }
    close(place);
    beforeStart += item.length;
    afterStart += item.length;
    taken += 1;
  }
  close(gap.before.length);
  return gaps;
}

/** Where each item stands, or -1 if it stands at several places. */
function uniquePlaces<Item>(items: readonly Item[]): Map<Item, number> {
  const places = new Map<Item, number>();
  items.forEach((item, index) => {
    places.set(item, places.has(item) ? -1 : index);
  });
  return places;
}
