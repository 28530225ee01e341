import { Skeleton, Text } from '@radix-ui/themes';
import { useEffect, useState } from 'react';
import { ClientConnection } from '../connection/client-connection.tsx';
import { HouseFrame } from './house-frame.tsx';

/** Nothing is shown before this: most rooms are here sooner. */
const PATIENCE_MS = 300;

export interface RoomSkeletonProps {
  readonly title: string;
  /** Absent in a room without a document, whose title is its name. */
  readonly roomName?: string;
  /** In words, what it waits for. */
  readonly reason: string;
}

/** The outline of a room while its code or its document is on its way. */
export function RoomSkeleton({ title, roomName, reason }: RoomSkeletonProps) {
  const isLate = useIsLate();
  return (
    <HouseFrame
      title={title}
      windowTitle={roomName === undefined ? title : `${title} · ${roomName}`}
      {...(roomName === undefined ? {} : { roomName })}
      people={null}
      pill={<ClientConnection />}
      keys={[]}
      isBusy
    >
      {isLate && (
        <div className="waiting">
          <Text as="p" size="2" color="gray" role="status" mb="5">
            {reason}
          </Text>
          <Skeleton width="60%" height="16px" mb="4" />
          <Skeleton width="100%" height="14px" mb="3" />
          <Skeleton width="90%" height="14px" mb="3" />
          <Skeleton width="40%" height="14px" />
        </div>
      )}
    </HouseFrame>
  );
}

function useIsLate(): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLate;
}
