import { ClientConnection } from '../../connection/client-connection.tsx';
import { HouseFrame } from '../house-frame.tsx';

/** The house from above. */
export function FloorPlan() {
  return (
    <HouseFrame
      title="Floor plan"
      windowTitle="Floor plan"
      people={null}
      pill={<ClientConnection />}
      keys={[]}
    >
      <p>…</p>
    </HouseFrame>
  );
}
