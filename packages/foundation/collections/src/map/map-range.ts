import { itemAt } from '../item-at.ts';
import { childIndex, lowerBound, type MapNode } from './map-node.ts';
import type { KeyRange } from './persistent-map.ts';

/** A stretch of one leaf: the entries `start <= index < end`. Never empty. */
export interface LeafSpan<Value> {
  readonly leaf: MapNode<Value>;
  readonly start: number;
  readonly end: number;
}

/** The leaves that hold the entries of a range, in the range's direction. O(height) to start. */
export function* leafSpans<Value>(node: MapNode<Value>, bounds: KeyRange): Generator<LeafSpan<Value>, void> {
  const { from, to, reverse = false } = bounds;
  if (from !== undefined && to !== undefined && from >= to) return;
  if (node.level === 0) {
    const start = from === undefined ? 0 : lowerBound(node.keys, from);
    const end = to === undefined ? node.keys.length : lowerBound(node.keys, to);
    if (start < end) yield { leaf: node, start, end };
    return;
  }
  const first = from === undefined ? 0 : childIndex(node.keys, from);
  const last = to === undefined ? node.children.length - 1 : childIndex(node.keys, to);
  for (let step = 0; step <= last - first; step += 1) {
    const index = reverse ? last - step : first + step;
    yield* leafSpans(itemAt(node.children, index), {
      ...(index === first && from !== undefined ? { from } : {}),
      ...(index === last && to !== undefined ? { to } : {}),
      reverse,
    });
  }
}
