import type { KeyLine } from '../../chrome/keys-dialog.tsx';
import { ClientConnection } from '../../connection/client-connection.tsx';
import { useHouse } from '../house.tsx';
import { HouseFrame } from '../house-frame.tsx';
import { closedRooms, openRooms } from '../rooms.ts';
import { Hall } from './hall.tsx';
import { ClosedRoomCell, DocumentRoomCell, PlainRoomCell } from './room-cells.tsx';
import { useArrowKeys } from './use-arrow-keys.ts';
import { usePlanDocuments } from './use-plan-documents.ts';
import '../../styles/plan.css';
import '../../styles/plan-room.css';
import '../../styles/plan-picture.css';

const KEYS: readonly KeyLine[] = [
  { meaning: 'Go to the room beside this one', keys: ['←', '→', '↑', '↓'] },
  { meaning: 'Enter the room', keys: ['Enter'] },
];

/** The house from above: its rooms, what is in them, and who. */
export function FloorPlan() {
  const { client } = useHouse();
  const documents = usePlanDocuments(client);
  const rooms = useArrowKeys<HTMLUListElement>();
  return (
    <HouseFrame
      title="Floor plan"
      windowTitle="Floor plan"
      people={null}
      pill={<ClientConnection />}
      keys={KEYS}
    >
      <div className="plan-sheet">
        <div className="plan">
          <Hall />
          <ul ref={rooms} className="plan-rooms" aria-label="Rooms">
            {openRooms.map((room) =>
              room.kind === 'plain' ? (
                <PlainRoomCell key={room.id} room={room} />
              ) : (
                <DocumentRoomCell key={room.id} room={room} documents={documents} />
              ),
            )}
            {closedRooms.map((room) => (
              <ClosedRoomCell key={room.id} room={room} />
            ))}
          </ul>
        </div>
      </div>
    </HouseFrame>
  );
}
