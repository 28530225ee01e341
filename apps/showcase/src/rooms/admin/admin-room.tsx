import './styles/desk.css';
import './styles/table.css';
import './styles/post-pane.css';
import './styles/panels.css';
import { Callout } from '@radix-ui/themes';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Provider } from 'react-redux';
import { useHouse } from '../../house/house.tsx';
import { PlainRoomFrame } from '../../house/plain-room-frame.tsx';
import type { PlainRoomProps } from '../../house/room-props.ts';
import { RoomSkeleton } from '../../house/room-skeleton.tsx';
import type { Reception } from './data/create-reception.ts';
import { OfficeProvider } from './office-context.tsx';
import { openOffice } from './open-office.ts';
import { Desk } from './view/desk.tsx';

/**
 * The room “Office”: an application of Redux Toolkit and RTK Query as they are everywhere, with its store on the hub, its
 * mutations in layers, and a queue for what waits while the server is away.
 */
export function AdminRoom({ inside }: PlainRoomProps) {
  const { user, session } = useHouse();
  const [reception, setReception] = useState<Reception>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    openOffice({ user, session }).then(
      (opened) => {
        if (isCurrent) setReception(opened);
      },
      (error: unknown) => {
        if (isCurrent) setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [user, session]);
  if (failure !== undefined) return <ClosedOffice failure={failure} />;
  if (reception === undefined)
    return <RoomSkeleton title="Office" roomName="Office" reason="Opening the office…" />;
  return <OpenOffice reception={reception} inside={inside} />;
}

function OpenOffice({ reception, inside }: PlainRoomProps & { readonly reception: Reception }) {
  const office = useSyncExternalStore(reception.subscribe, reception.getOffice);
  return (
    // Nothing of one moderator's is left on the screen for the next one.
    <Provider key={office.seat.moderator} store={office.store}>
      <OfficeProvider value={office}>
        <Desk inside={inside} />
      </OfficeProvider>
    </Provider>
  );
}

function ClosedOffice({ failure }: { readonly failure: string }) {
  return (
    <PlainRoomFrame room="admin" keys={[]}>
      <Callout.Root color="red" role="alert" m="5">
        <Callout.Text>The office cannot be opened: {failure} Reload the page to try again.</Callout.Text>
      </Callout.Root>
    </PlainRoomFrame>
  );
}
