import { Text } from '@radix-ui/themes';
import { countWaiting } from '../../data/pending.ts';
import { useOffice, useOfficeSelector } from '../../office-context.tsx';

/** Says that the server is away, and what becomes of what is done meanwhile. */
export function AwayBanner() {
  const { api } = useOffice();
  const { isLost } = api.useWatchQuery(undefined, {
    selectFromResult: ({ data }) => ({ isLost: data?.kind === 'waiting' && data.failures > 1 }),
  });
  const waiting = useOfficeSelector(countWaiting);
  if (!isLost) return null;
  return (
    <div className="office-banner" role="status">
      <Text size="2">
        The server cannot be reached. What you decide is kept on this device and sent when it is back
        {waiting > 0 ? `: ${waiting === 1 ? 'one change waits' : `${waiting} changes wait`}.` : '.'}
      </Text>
    </div>
  );
}
