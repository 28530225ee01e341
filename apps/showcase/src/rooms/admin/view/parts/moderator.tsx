import { AlertDialog, Button, Flex, Text } from '@radix-ui/themes';
import { selectModerator } from '../../data/auth-slice.ts';
import { countWaiting } from '../../data/pending.ts';
import { useOffice, useOfficeSelector } from '../../office-context.tsx';

/** Who is signed in, and the way out. Who leaves something that waits is told what becomes of it. */
export function Moderator() {
  const office = useOffice();
  const moderator = useOfficeSelector(selectModerator);
  const waiting = useOfficeSelector(countWaiting);
  if (moderator === '') return null;
  const signOut = () => void office.signOut();
  return (
    <div className="office-moderator">
      <Text size="2" color="gray">
        <span className="office-wide">Signed in as </span>
        <strong>{moderator}</strong>
      </Text>
      {waiting === 0 ? (
        <Button size="1" variant="ghost" color="gray" onClick={signOut}>
          Sign out
        </Button>
      ) : (
        <LeaveWaiting waiting={waiting} onLeave={signOut} />
      )}
    </div>
  );
}

function LeaveWaiting({ waiting, onLeave }: { readonly waiting: number; readonly onLeave: () => void }) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger>
        <Button size="1" variant="ghost" color="gray">
          Sign out
        </Button>
      </AlertDialog.Trigger>
      <AlertDialog.Content maxWidth="440px">
        <AlertDialog.Title size="4">Sign out while something waits?</AlertDialog.Title>
        <AlertDialog.Description size="2">
          {waiting === 1 ? 'One change has' : `${waiting} changes have`} not been sent.{' '}
          {waiting === 1 ? 'It stays' : 'They stay'} on this device, in nobody’s name but yours, and{' '}
          {waiting === 1 ? 'is' : 'are'} sent when you sign in here again.
        </AlertDialog.Description>
        <Flex gap="3" mt="4" justify="end">
          <AlertDialog.Cancel>
            <Button variant="soft" color="gray">
              Stay
            </Button>
          </AlertDialog.Cancel>
          <AlertDialog.Action>
            <Button onClick={onLeave}>Sign out, keep {waiting === 1 ? 'it' : 'them'}</Button>
          </AlertDialog.Action>
        </Flex>
      </AlertDialog.Content>
    </AlertDialog.Root>
  );
}
