import { Button, Text } from '@radix-ui/themes';
import { selectModerator } from '../../data/auth-slice.ts';
import { useOffice, useOfficeSelector } from '../../office-context.tsx';

/** Who is signed in, and the way out: not while something waits that would go out in the name of the next one. */
export function Moderator() {
  const office = useOffice();
  const moderator = useOfficeSelector(selectModerator);
  const waiting = useOfficeSelector(({ offline }) => offline.entries.length);
  if (moderator === '') return null;
  return (
    <div className="office-moderator">
      <Text size="2" color="gray">
        <span className="office-wide">Signed in as </span>
        <strong>{moderator}</strong>
      </Text>
      <Button
        size="1"
        variant="ghost"
        color="gray"
        disabled={waiting > 0}
        title={
          waiting > 0 ? 'Something waits to be sent in your name: let it go out, or take it out first.' : ''
        }
        onClick={() => void office.signOut()}
      >
        Sign out
      </Button>
    </div>
  );
}
