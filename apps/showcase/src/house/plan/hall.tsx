import { Button } from '@radix-ui/themes';
import { AppWindow } from 'lucide-react';
import { PersonBadge } from '../../people/people.tsx';
import { useHouse } from '../house.tsx';
import { addressElsewhere, pathOfRoom } from '../place.ts';
import { Door } from './door.tsx';

const FIRST_ROOM = pathOfRoom('page');

/** Where a visitor stands: what this is, and what to do now. */
export function Hall() {
  const { persona, navigate } = useHouse();
  const openTwice = () => {
    globalThis.open(addressElsewhere(FIRST_ROOM, globalThis.location.search), '_blank', 'noopener');
    navigate(FIRST_ROOM);
  };
  return (
    <section className="hall" aria-label="Hall">
      <Door wall="left" isOpen />
      <div className="hall-words">
        <p className="hall-claim">Many people, one document, nothing lost.</p>
        <p>
          Statehouse keeps documents in step while many people edit them, online or off, on a server of your
          own. Open a room in two windows, and edit in both.
        </p>
      </div>
      <div className="hall-visitor">
        <PersonBadge person={{ connection: 'self', ...persona, isSelf: true }} />
        <span aria-hidden="true">You are here, {persona.name}</span>
      </div>
      <Button size="3" onClick={openTwice}>
        <AppWindow size={16} aria-hidden="true" /> Open a room in two windows
      </Button>
    </section>
  );
}
