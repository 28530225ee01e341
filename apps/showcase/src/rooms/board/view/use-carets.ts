import { useMemo, useRef } from 'react';
import type { RemoteCaret } from '../../../text/caret-segments.ts';
import { useBoardParts } from './board-parts.ts';
import { useCell } from './use-cell.ts';

/** The others' carets in one text of the document; another list only when one of them has moved. */
export function useCarets(table: string, id: string): readonly RemoteCaret[] {
  const { people } = useBoardParts();
  const peers = useCell(people.peers);
  const last = useRef<readonly RemoteCaret[]>([]);
  return useMemo(() => {
    const carets = peers.flatMap(({ caret, connection, name, color }) =>
      caret?.table === table && caret.id === id
        ? [{ connection, name, color, anchor: caret.anchor, head: caret.head }]
        : [],
    );
    if (!sameCarets(last.current, carets)) last.current = carets;
    return last.current;
  }, [peers, table, id]);
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
