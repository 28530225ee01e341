import type { ElementColor } from '../scene/element.ts';
import type { BoardDocument } from './board-document.ts';

export function recolorElements(document: BoardDocument, ids: readonly string[], color: ElementColor): void {
  document.transact(
    (tx) => {
      for (const id of ids) if (tx.elements.has(id)) tx.elements.modify(id, { color });
    },
    { name: 'recolor', split: true },
  );
}

/** Deletes elements with everything in them, and the pictures that nothing shows any more. */
export function deleteElements(document: BoardDocument, ids: readonly string[]): void {
  document.transact(
    (tx) => {
      for (const id of ids) if (tx.elements.has(id)) tx.elements.delete(id);
      for (const { id } of tx.images.all()) {
        if (tx.elements.referring('image', id).length === 0) tx.images.delete(id);
      }
    },
    { name: 'delete', split: true },
  );
}

/** Puts elements above or below all that lie in the same parent, and keeps their order among themselves. */
export function restackElements(
  document: BoardDocument,
  ids: readonly string[],
  end: 'front' | 'back',
): void {
  document.transact(
    (tx) => {
      const ordered = end === 'front' ? ids : ids.toReversed();
      for (const id of ordered) {
        const held = tx.elements.get(id);
        if (held === undefined) continue;
        const siblings = tx.elements.children(held.parent);
        if ((end === 'front' ? siblings.at(-1) : siblings[0]) === id) continue;
        tx.elements.move(
          id,
          end === 'front' ? { parent: held.parent } : { parent: held.parent, after: null },
        );
      }
    },
    { name: 'restack', split: true },
  );
}
