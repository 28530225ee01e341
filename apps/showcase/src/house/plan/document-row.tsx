import type { SyncedDocument } from '@statehouse/sync';
import { useEffect, useState } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { type Person, PersonBadge } from '../../people/people.tsx';
import { personOf } from '../../people/person-of.ts';
import { useHouse } from '../house.tsx';
import { Link } from '../link.tsx';

const SHOWN = 5;
const NOBODY: readonly Person[] = [];

export interface DocumentRowProps {
  readonly title: string;
  readonly path: string;
  /** Undefined until it is open. */
  readonly document: SyncedDocument<ShowcaseSchema> | undefined;
}

/** One document of a room: the way in, and who is there now. */
export function DocumentRow({ title, path, document }: DocumentRowProps) {
  const people = usePeopleIn(document);
  const names = people.map(({ name }) => name).join(', ');
  return (
    <li className="document-row">
      <Link to={path} className="document-link">
        {title}
      </Link>
      {people.length > 0 && (
        <>
          <ul className="people document-people" aria-label={`${people.length} in ${title}`}>
            {people.slice(0, SHOWN).map((person) => (
              <li key={person.connection}>
                <PersonBadge person={person} small />
              </li>
            ))}
          </ul>
          <span className="document-names" aria-hidden="true">
            {people.length > SHOWN ? `${people.length} here` : names}
          </span>
        </>
      )}
    </li>
  );
}

/** The others who are in a document now. */
function usePeopleIn(document: SyncedDocument<ShowcaseSchema> | undefined): readonly Person[] {
  const { client } = useHouse();
  const [people, setPeople] = useState(NOBODY);
  useEffect(() => {
    if (document === undefined) return;
    const read = () =>
      setPeople(document.presence.peers.filter((peer) => peer.client !== client.id).map(personOf));
    read();
    return document.presence.subscribe(read);
  }, [document, client]);
  return people;
}
