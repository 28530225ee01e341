import { itemAt } from '../item-at.ts';
import type { MapNode } from './map-node.ts';
import type { MapDifference } from './persistent-map.ts';

/**
 * What is left of one tree: subtrees not yet entered, the next on top, and how many entries of the next one, if it
 * is a leaf, were passed.
 */
interface Remainder<Value> {
  readonly subtrees: MapNode<Value>[];
  passed: number;
}

/**
 * Where two trees differ, in key order. Both are walked at once; a subtree that both share is passed over unread
 * wherever it is next on both sides, so the cost is O(height) for each node that differs.
 */
export function* diffTrees<Value>(
  before: MapNode<Value>,
  after: MapNode<Value>,
): Generator<MapDifference<Value>, void> {
  const left: Remainder<Value> = { subtrees: [before], passed: 0 };
  const right: Remainder<Value> = { subtrees: [after], passed: 0 };
  for (;;) {
    const a = left.subtrees.at(-1);
    const b = right.subtrees.at(-1);
    if (a === undefined && b === undefined) return;
    if (a === b && left.passed === right.passed) {
      leave(left);
      leave(right);
      continue;
    }
    const aLevel = a?.level ?? 0;
    const bLevel = b?.level ?? 0;
    if (aLevel > 0 && aLevel >= bLevel) enter(left);
    if (bLevel > 0 && bLevel >= aLevel) enter(right);
    if (aLevel > 0 || bLevel > 0) continue;
    yield* diffLeaves(left, right);
  }
}

function leave(side: Remainder<unknown>): void {
  side.subtrees.pop();
  side.passed = 0;
}

function enter<Value>(side: Remainder<Value>): void {
  const children = side.subtrees.pop()?.children ?? [];
  for (let index = children.length - 1; index >= 0; index -= 1) side.subtrees.push(itemAt(children, index));
}

/** Compares entry by entry until one of the two leaves ends; a side that has no leaf left counts as endless. */
function* diffLeaves<Value>(
  left: Remainder<Value>,
  right: Remainder<Value>,
): Generator<MapDifference<Value>, void> {
  const a = left.subtrees.at(-1);
  const b = right.subtrees.at(-1);
  for (;;) {
    const aKey = a?.keys[left.passed];
    const bKey = b?.keys[right.passed];
    const aEnds = a !== undefined && aKey === undefined;
    const bEnds = b !== undefined && bKey === undefined;
    if (aEnds) leave(left);
    if (bEnds) leave(right);
    if (aEnds || bEnds) return;
    if (bKey === undefined || (aKey !== undefined && aKey < bKey)) {
      yield { key: aKey ?? '', before: a?.values[left.passed], after: undefined };
      left.passed += 1;
    } else if (aKey === undefined || bKey < aKey) {
      yield { key: bKey, before: undefined, after: b?.values[right.passed] };
      right.passed += 1;
    } else {
      const before = a?.values[left.passed];
      const after = b?.values[right.passed];
      if (!Object.is(before, after)) yield { key: aKey, before, after };
      left.passed += 1;
      right.passed += 1;
    }
  }
}
