import type { Person } from '../../../people/people.tsx';
import type { BoardPeer, BoardPeople } from '../people/board-people.ts';
import { usePartOf } from './use-cell.ts';

/** Who else is here, for the bar: another list only when somebody comes, goes or changes names, not as they move. */
export function usePersons(people: BoardPeople): readonly Person[] {
  return usePartOf(people.peers, personsOf, samePersons);
}

function personsOf(peers: readonly BoardPeer[]): readonly Person[] {
  return peers.map(({ connection, name, color }) => ({ connection, name, color, isSelf: false }));
}

function samePersons(one: readonly Person[], other: readonly Person[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ connection, name, color }, index) => {
      const person = other[index];
      return person?.connection === connection && person.name === name && person.color === color;
    })
  );
}
