import type { TextSplice } from './persistent-text.ts';
import { type Gap, gapsWithin } from './shared-gaps.ts';
import { diffStrings, type TextChange } from './string-diff.ts';
import { splitsPair } from './surrogates.ts';
import { sliceOf, type TextNode, unitAt } from './text-node.ts';

/**
 * The splices that turn one tree's text into the other's. Level by level, siblings that are not shared give way to
 * their children, until what remains are chunks; only these are compared unit by unit.
 */
export function diffTextTrees(before: TextNode, after: TextNode): TextSplice[] {
  if (before === after) return [];
  let gaps: Gap<TextNode>[] = [{ before: [before], after: [after], beforeStart: 0, afterStart: 0 }];
  for (let level = Math.max(before.level, after.level); level > 0; level -= 1) {
    gaps = gaps.flatMap((gap) =>
      gapsWithin({ ...gap, before: opened(gap.before, level), after: opened(gap.after, level) }),
    );
  }
  const changes = gaps
    .flatMap((gap) => gapsWithin({ ...gap, before: chunksIn(gap.before), after: chunksIn(gap.after) }))
    .flatMap(changesIn);
  return offPairs(changes, before, after).map((change) => ({
    position: change.beforeStart,
    removed: sliceOf(before, change.beforeStart, change.beforeEnd),
    inserted: sliceOf(after, change.afterStart, change.afterEnd),
  }));
}

/** The nodes one level further down; a lower tree waits as it is until its level is reached. */
function opened(nodes: readonly TextNode[], level: number): TextNode[] {
  return nodes.flatMap((node) => (node.level === level ? node.children : node));
}

function chunksIn(twigs: readonly TextNode[]): string[] {
  return twigs.flatMap((twig) => twig.chunks);
}

function changesIn(gap: Gap<string>): TextChange[] {
  return diffStrings(gap.before.join(''), gap.after.join('')).map((change) => ({
    beforeStart: change.beforeStart + gap.beforeStart,
    beforeEnd: change.beforeEnd + gap.beforeStart,
    afterStart: change.afterStart + gap.afterStart,
    afterEnd: change.afterEnd + gap.afterStart,
  }));
}

/** Widens changes that end inside a surrogate pair by the unit next to them, and joins those that meet. */
function offPairs(changes: readonly TextChange[], before: TextNode, after: TextNode): TextChange[] {
  const readBefore = unitsOf(before);
  const readAfter = unitsOf(after);
  const apart: TextChange[] = [];
  for (const { beforeStart, beforeEnd, afterStart, afterEnd } of changes) {
    const early = splitsPair(readBefore, beforeStart) || splitsPair(readAfter, afterStart) ? 1 : 0;
    const late = splitsPair(readBefore, beforeEnd) || splitsPair(readAfter, afterEnd) ? 1 : 0;
    const last = apart.at(-1);
    const meets = last !== undefined && last.beforeEnd >= beforeStart - early;
    if (meets) apart.pop();
    apart.push({
      beforeStart: meets ? last.beforeStart : beforeStart - early,
      beforeEnd: beforeEnd + late,
      afterStart: meets ? last.afterStart : afterStart - early,
      afterEnd: afterEnd + late,
    });
  }
  return apart;
}

function unitsOf(tree: TextNode): { charCodeAt(index: number): number } {
  return {
    charCodeAt: (index) => (index >= 0 && index < tree.length ? unitAt(tree, index) : Number.NaN),
  };
}
