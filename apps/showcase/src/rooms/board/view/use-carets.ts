import type { RemoteCaret } from '../../../text/caret-segments.ts';
import { useBoardParts } from './board-parts.ts';
import { usePartOf } from './use-cell.ts';

/** The others' carets in one text of the document; another list only when one of them has moved. */
export function useCarets(table: string, id: string): readonly RemoteCaret[] {
  const { people } = useBoardParts();
  return usePartOf(
    people.peers,
    (peers) =>
      peers.flatMap(({ caret, connection, name, color }) =>
        caret?.table === table && caret.id === id
          ? [{ connection, name, color, anchor: caret.anchor, head: caret.head }]
          : [],
      ),
    sameCarets,
  );
}

function sameCarets(one: readonly RemoteCaret[], other: readonly RemoteCaret[]): boolean {
  return (
    one.length === other.length &&
    one.every((caret, index) => {
      const now = other[index];
      return (
        caret.connection === now?.connection &&
        caret.anchor === now.anchor &&
        caret.head === now.head &&
        caret.name === now.name &&
        caret.color === now.color
      );
    })
  );
}
