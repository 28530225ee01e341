import './styles/desk.css';
import './styles/table.css';
import './styles/post-pane.css';
import './styles/panels.css';
import { Callout } from '@radix-ui/themes';
import { useEffect, useState } from 'react';
import { Provider } from 'react-redux';
import { useHouse } from '../../house/house.tsx';
import { PlainRoomFrame } from '../../house/plain-room-frame.tsx';
import type { PlainRoomProps } from '../../house/room-props.ts';
import { RoomSkeleton } from '../../house/room-skeleton.tsx';
import type { Office } from './data/create-office.ts';
import { OfficeProvider } from './office-context.tsx';
import { openOffice } from './open-office.ts';
import { Desk } from './view/desk.tsx';

/**
 * The room “Office”: an application of Redux Toolkit and RTK Query as they are everywhere, with its store on the hub, its
 * mutations in layers, and a queue for what waits while the server is away.
 */
export function AdminRoom({ inside }: PlainRoomProps) {
  const { user, session } = useHouse();
  const [office, setOffice] = useState<Office>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    openOffice({ user, session }).then(
      (opened) => {
        if (isCurrent) setOffice(opened);
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
  if (office === undefined)
    return <RoomSkeleton title="Office" roomName="Office" reason="Opening the office…" />;
  return (
    <Provider store={office.store}>
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
