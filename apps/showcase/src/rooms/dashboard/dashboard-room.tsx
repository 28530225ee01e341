import { PlainRoomFrame } from '../../house/plain-room-frame.tsx';

/** The room “Dashboard”: what the running server does, as it does it. */
export function DashboardRoom() {
  return (
    <PlainRoomFrame room="dashboard" keys={[]}>
      {null}
    </PlainRoomFrame>
  );
}
