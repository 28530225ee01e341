import type { Snapshot } from '@statehouse/db';
import type { ShowcaseSchema } from '../../../../schema.ts';
import { IDENTITY, placementIn } from '../plane/geometry.ts';
import { placementOf } from '../scene/element.ts';
import { outermost } from '../scene/outermost.ts';
import type { SceneNode } from '../scene/scene-node.ts';
import type { ElementDraft, Picture } from './insert-elements.ts';

/**
 * What is selected, as drafts: each of `nodes` that lies in no other of them, from bottom to top, placed as it lies on
 * the board.
 */
export function draftsOf(
  snapshot: Snapshot<ShowcaseSchema>,
  nodes: readonly SceneNode[],
): readonly ElementDraft[] {
  return outermost(nodes).map((node) => ({
    ...draftOfNode(snapshot, node),
    placement: placementIn(IDENTITY, node.pose, node.element.width, node.element.height),
  }));
}

function draftOfNode(snapshot: Snapshot<ShowcaseSchema>, { element, children }: SceneNode): ElementDraft {
  const picture = pictureOf(snapshot, element.image);
  return {
    kind: element.kind,
    placement: placementOf(element),
    color: element.color,
    label: element.label.toString(),
    ...(picture === undefined ? {} : { picture }),
    children: children.map((child) => draftOfNode(snapshot, child)),
  };
}

function pictureOf(snapshot: Snapshot<ShowcaseSchema>, id: string | null): Picture | undefined {
  const row = id === null ? undefined : snapshot.table('images').get(id);
  if (row === undefined) return undefined;
  const { name, source, width, height } = row;
  return { name, source, width, height };
}
