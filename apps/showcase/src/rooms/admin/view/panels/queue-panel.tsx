import { Button, Text } from '@radix-ui/themes';
import type { OfflineEntry } from '@statehouse/redux/offline';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useNow } from '../../../../connection/use-now.ts';
import { subjectOf } from '../../data/subject.ts';
import { reasonIn } from '../../data/words.ts';
import { useOffice, useOfficeSelector } from '../../office-context.tsx';
import { OthersWaiting } from '../parts/others-waiting.tsx';
import { When } from '../parts/when.tsx';

/** What waits to be sent: how often it was tried, why it waits, and what can be done with it. */
export function QueuePanel() {
  const { queue } = useOffice();
  const offline = useOfficeSelector((state) => state.offline);
  const { entries, status } = offline;
  if (entries.length === 0)
    return (
      <>
        <Text as="p" size="2" color="gray">
          Nothing waits. What you decide while the server is away is kept here, over reloads too, and sent
          once when it is back. To see it, send the server away under “Server”.
        </Text>
        <OthersWaiting />
      </>
    );
  return (
    <>
      <div className="office-queue-head">
        <Text size="2" color="gray">
          {STATUS_WORDS[status]}
        </Text>
        <Button size="1" variant="soft" onClick={() => void queue.retry()}>
          <RotateCcw size={14} aria-hidden="true" /> Try all now
        </Button>
      </div>
      <ol className="office-queue">
        {entries.map((entry) => (
          <QueueLine key={entry.id} entry={entry} />
        ))}
      </ol>
      <OthersWaiting />
    </>
  );
}

const STATUS_WORDS = {
  loading: 'Looking what is there…',
  idle: 'Nothing is under way.',
  sending: 'Being sent…',
  waiting: 'Tried again soon.',
  offline: 'This device is offline.',
  'signed-out': 'Sign in, then it is sent.',
  stopped: 'Not sent any more.',
} as const;

function QueueLine({ entry }: { readonly entry: OfflineEntry }) {
  const { queue } = useOffice();
  const { id, endpoint, arg, attempts, state, queuedAtMs } = entry;
  return (
    <li data-state={state} data-testid="queued">
      <Text as="p" size="2" weight="medium">
        {subjectOf(endpoint, arg)}
      </Text>
      <Text as="p" size="1" color="gray">
        <When at={queuedAtMs} /> · {attempts === 1 ? 'tried once' : `tried ${attempts} times`} ·{' '}
        <Wait entry={entry} />
      </Text>
      {entry.lastError !== undefined && (
        <Text as="p" size="1" color={state === 'refused' ? 'red' : 'gray'}>
          {reasonIn(entry.lastError)}
        </Text>
      )}
      <div className="office-queue-steps">
        <Button
          size="1"
          variant="soft"
          color="gray"
          disabled={state === 'sending'}
          onClick={() => void queue.retry(id)}
        >
          Try now
        </Button>
        <Button
          size="1"
          variant="soft"
          color="gray"
          disabled={state === 'sending'}
          onClick={() => void queue.remove(id)}
        >
          <Trash2 size={14} aria-hidden="true" /> Take it out
        </Button>
      </div>
    </li>
  );
}

function Wait({ entry: { state, nextAttemptAtMs } }: { readonly entry: OfflineEntry }) {
  const nowMs = useNow(500, nextAttemptAtMs !== undefined);
  if (state === 'sending') return 'being sent';
  if (state === 'refused') return 'refused';
  const seconds = nextAttemptAtMs === undefined ? 0 : Math.ceil((nextAttemptAtMs - nowMs) / 1_000);
  return seconds > 0 ? `again in ${seconds} s` : 'waits for its turn';
}
