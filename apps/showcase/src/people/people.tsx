import { Flex, Tooltip } from '@radix-ui/themes';
import { initials, personColor } from './colors.ts';

/** Somebody who is in the document now. */
export interface Person {
  readonly connection: string;
  readonly name: string;
  readonly color: number;
  readonly isSelf: boolean;
}

const SHOWN = 5;

/** Everybody present, oneself first. */
export function People({ people }: { readonly people: readonly Person[] }) {
  const hidden = people.length - SHOWN;
  return (
    <Flex asChild align="center" className="people">
      <ul aria-label={`${people.length} here`}>
        {people.slice(0, SHOWN).map((person) => (
          <li key={person.connection}>
            <PersonBadge person={person} />
          </li>
        ))}
        {hidden > 0 && (
          <li>
            <Tooltip
              content={people
                .slice(SHOWN)
                .map(({ name }) => name)
                .join(', ')}
            >
              <span className="person-badge person-badge-more">+{hidden}</span>
            </Tooltip>
          </li>
        )}
      </ul>
    </Flex>
  );
}

/** One person as a coloured disc with initials, and the whole name for pointers and screen readers. */
export function PersonBadge({
  person,
  small = false,
}: {
  readonly person: Person;
  readonly small?: boolean;
}) {
  const color = personColor(person.color);
  const name = person.isSelf ? `${person.name} (you)` : person.name;
  return (
    <Tooltip content={name}>
      <span
        className={small ? 'person-badge person-badge-small' : 'person-badge'}
        role="img"
        aria-label={name}
        style={{ backgroundColor: color.fill, color: color.ink }}
      >
        {initials(person.name)}
      </span>
    </Tooltip>
  );
}
