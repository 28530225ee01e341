import { Button, Text } from '@radix-ui/themes';
import { selectModerator } from '../../data/auth-slice.ts';
import { useOffice, useOfficeDispatch, useOfficeSelector } from '../../office-context.tsx';

/** Who is signed in, and the way out. */
export function Moderator() {
  const { session } = useOffice();
  const dispatch = useOfficeDispatch();
  const moderator = useOfficeSelector(selectModerator);
  if (moderator === '') return null;
  return (
    <div className="office-moderator">
      <Text size="2" color="gray">
        <span className="office-wide">Signed in as </span>
        <Text color="gray" highContrast weight="medium">
          {moderator}
        </Text>
      </Text>
      <Button size="1" variant="ghost" color="gray" onClick={() => void session.signOut(dispatch)}>
        Sign out
      </Button>
    </div>
  );
}
