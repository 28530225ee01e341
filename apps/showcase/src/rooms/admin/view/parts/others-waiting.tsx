import { Callout } from '@radix-ui/themes';
import { useEffect, useState } from 'react';
import type { WaitingChanges } from '../../data/seat.ts';
import { useOffice } from '../../office-context.tsx';

/** Tells what others have left on this device: it is theirs, and goes out when they are back. */
export function OthersWaiting() {
  const { seat } = useOffice();
  const [others, setOthers] = useState<readonly WaitingChanges[]>([]);
  useEffect(() => {
    let isCurrent = true;
    seat.waitingOfOthers().then(
      (read) => {
        if (isCurrent) setOthers(read);
      },
      // A device that cannot be read has nothing to tell.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [seat]);
  if (others.length === 0) return null;
  return (
    <Callout.Root color="amber" size="1" className="office-others" role="status">
      <Callout.Text>
        {others.map(({ moderator, count }) => (
          <span key={moderator}>
            <strong>{moderator}</strong> has left {count === 1 ? 'one change' : `${count} changes`} on this
            device. {count === 1 ? 'It waits' : 'They wait'} for {moderator} to sign in here again.{' '}
          </span>
        ))}
      </Callout.Text>
    </Callout.Root>
  );
}
