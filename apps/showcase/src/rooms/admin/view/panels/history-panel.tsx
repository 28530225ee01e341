import { Button, Text } from '@radix-ui/themes';
import { useJournal, useTimeTravel } from '@statehouse/react/hub';
import { StepBack, StepForward } from 'lucide-react';
import { wordsOfEntry } from '../../data/entry-words.ts';
import { useOffice } from '../../office-context.tsx';
import { timeOfEntry } from './entry-time.ts';

/** So far the panel looks back into the journal, which holds much that nobody sees. */
const MOST_READ = 400;
const MOST_SHOWN = 60;

/** What happened in this window, the newest first. Each line leads to how it was then. */
export function HistoryPanel() {
  const { hub, startedAtMs } = useOffice();
  const { shown, goTo, resume } = useTimeTravel(hub);
  const entries = useJournal(hub, MOST_READ);
  const lines = entries
    .map((entry) => ({ entry, words: wordsOfEntry(entry) }))
    .filter(({ words }) => words !== undefined)
    .reverse()
    .slice(0, MOST_SHOWN);
  const at = shown.kind === 'past' ? lines.findIndex(({ entry }) => entry.id <= shown.entryId) : 0;
  const [newer, older] = [lines[at - 1], lines[at + 1]];
  const isPast = shown.kind === 'past';
  return (
    <>
      <Text as="p" size="2" color="gray">
        Go back to see the room as it was. It goes on underneath, and nothing is lost.
      </Text>
      <div className="office-time-steps">
        <Button
          size="1"
          variant="soft"
          color="gray"
          disabled={older === undefined}
          onClick={() => older !== undefined && goTo(older.entry.id)}
        >
          <StepBack size={14} aria-hidden="true" /> Back
        </Button>
        <Button
          size="1"
          variant="soft"
          color="gray"
          disabled={!isPast || newer === undefined}
          onClick={() => newer !== undefined && goTo(newer.entry.id)}
        >
          Forward <StepForward size={14} aria-hidden="true" />
        </Button>
        <Button size="1" variant={isPast ? 'solid' : 'soft'} disabled={!isPast} onClick={resume}>
          Now
        </Button>
      </div>
      <ol className="office-history">
        {lines.map(({ entry, words }, index) => (
          <li key={entry.id}>
            <button
              type="button"
              aria-current={isPast && index === at ? 'step' : undefined}
              onClick={() => goTo(entry.id)}
            >
              <span className="office-history-time numbers">{timeOfEntry(entry, startedAtMs)}</span>
              <span>{words}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
