import { type Placement, type Point, tidyPlacement } from '../plane/geometry.ts';
import type { ElementColor, ElementKind } from '../scene/element.ts';
import type { BoardDocument, BoardTransaction } from './board-document.ts';

/** A picture as a document holds it. */
export interface Picture {
  readonly name: string;
  /** A data URL. */
  readonly source: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Elements apart from any document: what is copied, pasted, duplicated, and made from samples. */
export interface ElementDraft {
  readonly kind: ElementKind;
  /** Within the draft that holds it; of the outermost ones: on the board. */
  readonly placement: Placement;
  readonly color: ElementColor;
  readonly label: string;
  readonly picture?: Picture;
  /** From bottom to top. */
  readonly children: readonly ElementDraft[];
}

/** A draft without anything in it. */
export function draftOf(
  kind: ElementKind,
  placement: Placement,
  color: ElementColor,
  label = '',
): ElementDraft {
  return { kind, placement, color, label, children: [] };
}

/** Inserts drafts on top of what lies in `parent` (null: the board), in one step; answers with the outermost ids. */
export function insertElements(
  document: BoardDocument,
  name: string,
  drafts: readonly ElementDraft[],
  parent: string | null = null,
): readonly string[] {
  const inserted = document.transact(
    (tx) => {
      const into = parent !== null && tx.elements.has(parent) ? parent : null;
      return drafts.map((draft) => insertDraft(tx, draft, into));
    },
    { name, split: true },
  );
  return inserted.value;
}

/** Inserts one draft with all that it holds. `idOf` gives fixed ids, so that two inserters of one sample make one. */
export function insertDraft(
  tx: BoardTransaction,
  draft: ElementDraft,
  parent: string | null,
  idOf: () => string | undefined = () => undefined,
): string {
  const { kind, color, label, picture } = draft;
  const image = picture === undefined ? null : tx.images.insert({ ...picture });
  const given = idOf();
  const id = tx.elements.insert(
    {
      ...(given === undefined ? {} : { id: given }),
      kind,
      color,
      label,
      image,
      ...tidyPlacement(draft.placement),
    },
    { parent },
  );
  for (const child of draft.children) insertDraft(tx, child, id, idOf);
  return id;
}

/** The same drafts, shifted. */
export function shifted(drafts: readonly ElementDraft[], { x, y }: Point): readonly ElementDraft[] {
  return drafts.map((draft) => ({
    ...draft,
    placement: { ...draft.placement, x: draft.placement.x + x, y: draft.placement.y + y },
  }));
}
