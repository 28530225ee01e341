import { AssertionError } from '@statehouse/kernel';
import { fanoutOf, MAX_FANOUT, type MapNode, MIN_FANOUT } from './map-node.ts';

/** What the tree says of itself, once everything that {@link MapNode} promises was found to hold. */
export interface MapTreeFacts {
  readonly size: number;
  readonly nodes: number;
}

/** Checks levels, fanouts, order of keys and separators, and that a branch carries no values and a leaf no children. */
export function checkMapTree(root: MapNode<unknown>): MapTreeFacts {
  const facts = { size: 0, nodes: 0 };
  visit(root, true, undefined, undefined, facts);
  return facts;
}

function visit(
  node: MapNode<unknown>,
  isRoot: boolean,
  from: string | undefined,
  to: string | undefined,
  facts: { size: number; nodes: number },
): void {
  facts.nodes += 1;
  const fanout = fanoutOf(node);
  hold(fanout <= MAX_FANOUT, `a node of ${fanout}`);
  hold(isRoot ? fanout >= (node.level > 0 ? 2 : 0) : fanout >= MIN_FANOUT, `a node of only ${fanout}`);
  node.keys.forEach((key, index) => {
    const previous = node.keys[index - 1];
    hold(previous === undefined || previous < key, `key ${key} after ${previous}`);
    hold((from === undefined || key >= from) && (to === undefined || key < to), `key ${key} astray`);
  });
  if (node.level === 0) {
    hold(node.values.length === node.keys.length && node.children.length === 0, 'a malformed leaf');
    facts.size += node.keys.length;
    return;
  }
  hold(node.keys.length === fanout - 1 && node.values.length === 0, 'a malformed branch');
  node.children.forEach((child, index) => {
    hold(child.level === node.level - 1, `level ${child.level} under ${node.level}`);
    visit(child, false, node.keys[index - 1] ?? from, node.keys[index] ?? to, facts);
  });
}

function hold(condition: boolean, complaint: string): void {
  if (!condition) throw new AssertionError(complaint);
}
