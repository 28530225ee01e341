import { type Placement, tidyPlacement } from '../plane/geometry.ts';
import type { BoardDocument } from './board-document.ts';

/** Where an element is to lie: in whom (null: on the board itself), and where in there. */
export interface Placing {
  readonly id: string;
  readonly parent: string | null;
  readonly placement: Placement;
}

/**
 * Moves, resizes or turns elements, in one step. Only what differs is written, so two people who move one element
 * along different axes both have their way. Elements that are gone are passed over, and so is a parent.
 */
export function placeElements(document: BoardDocument, name: string, placings: readonly Placing[]): void {
  document.transact(
    (tx) => {
      for (const { id, parent, placement } of placings) {
        const held = tx.elements.get(id);
        if (held === undefined || (parent !== null && !tx.elements.has(parent))) continue;
        if (held.parent !== parent) tx.elements.move(id, { parent });
        tx.elements.modify(id, tidyPlacement(placement));
      }
    },
    { name, split: true },
  );
}
