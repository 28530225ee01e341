import { useMemo, useRef } from 'react';
import type { Person } from '../../../people/people.tsx';
import { useCell } from '../view/use-cell.ts';
import type { BoardPeople } from './board-people.ts';

/** Who else is here, for the bar: another list only when somebody comes, goes or changes names, not as they move. */
export function usePersons(people: BoardPeople): readonly Person[] {
  const peers = useCell(people.peers);
  const last = useRef<readonly Person[]>([]);
  return useMemo(() => {
    const persons = peers.map(({ connection, name, color }) => ({ connection, name, color, isSelf: false }));
    const known = last.current;
    const isSame =
      known.length === persons.length &&
      persons.every(({ connection, name, color }, index) => {
        const other = known[index];
        return other?.connection === connection && other.name === name && other.color === color;
      });
    if (!isSame) last.current = persons;
    return last.current;
  }, [peers]);
}
