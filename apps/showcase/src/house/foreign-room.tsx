import { Button, Text } from '@radix-ui/themes';
import { ClientConnection } from '../connection/client-connection.tsx';
import { HouseFrame } from './house-frame.tsx';
import { Link } from './link.tsx';

/** What stands where a link leads into the house of another tenant: nothing of it can be read here. */
export function ForeignRoom({ tenant, own }: { readonly tenant: string; readonly own: string }) {
  const title = 'Not your house';
  return (
    <HouseFrame title={title} windowTitle={title} people={null} pill={<ClientConnection />} keys={[]}>
      <div className="nowhere">
        <Text as="p" size="5" weight="medium">
          This link leads into another house.
        </Text>
        <Text as="p" size="3" color="gray" className="nowhere-path">
          It belongs to <code>{tenant}</code>; you are signed in to <code>{own}</code>, and can read nothing
          of theirs. Ask whoever sent it to let you in there.
        </Text>
        <Button asChild size="3" mt="3">
          <Link to="/">Back to the floor plan</Link>
        </Button>
      </div>
    </HouseFrame>
  );
}
