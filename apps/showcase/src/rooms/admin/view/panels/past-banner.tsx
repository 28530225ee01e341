import { Button, Text } from '@radix-ui/themes';
import { useTimeTravel } from '@statehouse/react/hub';
import { useOffice } from '../../office-context.tsx';
import { timeOfEntry } from './entry-time.ts';

/** Says that what is shown is over, and leads back. */
export function PastBanner() {
  const { hub, startedAtMs } = useOffice();
  const { shown, resume } = useTimeTravel(hub);
  if (shown.kind === 'live') return null;
  const entry = hub.journal.entry(shown.entryId);
  const time = entry === undefined ? 'before' : `at ${timeOfEntry(entry, startedAtMs)}`;
  return (
    <div className="office-banner office-past" role="status">
      <Text size="2">
        This is how it was {time}. Nothing can be changed in it; the office goes on meanwhile.
      </Text>
      <Button size="1" onClick={resume}>
        Back to now
      </Button>
    </div>
  );
}
