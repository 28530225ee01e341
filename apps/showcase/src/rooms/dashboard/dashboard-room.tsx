import './styles/dashboard.css';
import { Callout } from '@radix-ui/themes';
import { useHouse } from '../../house/house.tsx';
import { PlainRoomFrame } from '../../house/plain-room-frame.tsx';
import type { DevSession } from '../../session/dev-session.ts';
import { useDashboard } from './use-dashboard.ts';
import { DashboardView } from './view/dashboard-view.tsx';

/** The room “Dashboard”: what the running server does, as it does it. */
export function DashboardRoom() {
  const { session } = useHouse();
  return session === undefined ? <NoServer /> : <LiveRoom session={session} />;
}

function LiveRoom({ session }: { readonly session: DevSession }) {
  const { user, client } = useHouse();
  return <DashboardView dashboard={useDashboard(session, user, client)} />;
}

function NoServer() {
  return (
    <PlainRoomFrame room="dashboard" keys={[]}>
      <Callout.Root color="gray" m="5">
        <Callout.Text>
          This page is not served by <code>statehouse dev</code>: there is no server here whose figures could
          be shown.
        </Callout.Text>
      </Callout.Root>
    </PlainRoomFrame>
  );
}
