import { Heading } from '@radix-ui/themes';
import { useJournal, useTimeTravel } from '@statehouse/react/hub';
import { type JournalLine, journalLineOf } from './journal-line.ts';
import { useSession } from './use-checkout.ts';

const MOST = 60;

/** What happened, the newest first; each entry leads to how things were after it. */
export function JournalList() {
  const { hub } = useSession();
  const entries = useJournal(hub, MOST);
  const { shown, goTo } = useTimeTravel(hub);
  const at = shown.kind === 'past' ? shown.entryId : hub.journal.lastId;
  return (
    <section className="checkout-journal" aria-label="Journal">
      <Heading as="h3" size="2">
        Journal
      </Heading>
      <ol reversed>
        {entries
          .map(journalLineOf)
          .toReversed()
          .map((line) => (
            <Line key={line.id} line={line} isShown={line.id === at} onGoTo={() => goTo(line.id)} />
          ))}
      </ol>
    </section>
  );
}

interface LineProps {
  readonly line: JournalLine;
  readonly isShown: boolean;
  readonly onGoTo: () => void;
}

function Line({ line, isShown, onGoTo }: LineProps) {
  const { id, name, effect, notes, causeId, isRefused } = line;
  return (
    <li data-refused={isRefused} {...(isShown ? { 'aria-current': 'true' } : {})}>
      <button type="button" onClick={onGoTo}>
        <span className="visually-hidden">Show how it was after </span>
        <span className="checkout-number">{id}</span>
        <span className="checkout-journal-name">
          {name}
          {causeId !== undefined && <small> of {causeId}</small>}
        </span>
        {effect !== undefined && effect !== '' && <span className="checkout-journal-effect">{effect}</span>}
        {notes.length > 0 && <span className="checkout-journal-effect">{notes.join(' · ')}</span>}
      </button>
    </li>
  );
}
