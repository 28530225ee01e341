import { Button, Text } from '@radix-ui/themes';
import { ClientConnection } from '../connection/client-connection.tsx';
import { HouseFrame } from './house-frame.tsx';
import { Link } from './link.tsx';

/** What stands at an address that leads nowhere. */
export function UnknownRoom({ path }: { readonly path: string }) {
  return (
    <HouseFrame
      title="No such room"
      windowTitle="No such room"
      people={null}
      pill={<ClientConnection />}
      keys={[]}
    >
      <div className="nowhere">
        <WalledDoor />
        <Text as="p" size="5" weight="medium">
          There is a wall where this door should be.
        </Text>
        <Text as="p" size="3" color="gray" className="nowhere-path">
          Nothing in the house has the address <code>{path}</code>.
        </Text>
        <Button asChild size="3" mt="3">
          <Link to="/">Back to the floor plan</Link>
        </Button>
      </div>
    </HouseFrame>
  );
}

function WalledDoor() {
  return (
    <svg className="nowhere-door" viewBox="0 0 240 110" aria-hidden="true">
      <path className="wall" d="M8 96 H92 M148 96 H232" />
      <path className="wall wall-new" d="M92 96 H148" />
      <path className="door-ghost" d="M92 96 V40 A56 56 0 0 1 148 96" />
    </svg>
  );
}
