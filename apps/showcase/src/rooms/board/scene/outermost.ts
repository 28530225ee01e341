import { comparePaint, type SceneNode } from './scene-node.ts';

/** The nodes that lie in no other of them, from bottom to top: what moves takes along what lies in it. */
export function outermost(nodes: readonly SceneNode[]): readonly SceneNode[] {
  const all = new Set(nodes);
  const isHeld = (node: SceneNode) => {
    for (let at = node.parent; at !== undefined; at = at.parent) if (all.has(at)) return true;
    return false;
  };
  return [...all].filter((node) => !isHeld(node)).sort(comparePaint);
}
