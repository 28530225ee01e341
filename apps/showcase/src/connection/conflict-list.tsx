import { Button, Flex, Text } from '@radix-ui/themes';
import { useCopy } from '../chrome/use-copy.ts';
import type { ConflictView } from './conflict-view.ts';
import { relativeTime } from './relative-time.ts';
import { useNow } from './use-now.ts';

const CLOCK_MS = 10_000;

/** What was lost or refused, with the way to get it back. Nothing leaves the list unless somebody dismisses it. */
export function ConflictList({ conflicts }: { readonly conflicts: readonly ConflictView[] }) {
  const nowMs = useNow(CLOCK_MS, true);
  return (
    <Flex direction="column" gap="2">
      <Text size="2" weight="medium">
        Lost work
      </Text>
      <ul className="conflicts" aria-label="Conflicts">
        {conflicts.map((conflict) => (
          <ConflictItem key={conflict.key} conflict={conflict} nowMs={nowMs} />
        ))}
      </ul>
    </Flex>
  );
}

function ConflictItem({ conflict, nowMs }: { readonly conflict: ConflictView; readonly nowMs: number }) {
  const { reason, mine, theirs } = conflict;
  return (
    <li className="conflict">
      <Text as="p" size="2">
        {reason}
      </Text>
      <dl className="conflict-sides">
        <Side name="I wrote" text={mine} isLost />
        {theirs !== undefined && <Side name="What won" text={theirs} />}
      </dl>
      <Source conflict={conflict} nowMs={nowMs} />
      <Actions conflict={conflict} />
    </li>
  );
}

function Side(props: { readonly name: string; readonly text: string; readonly isLost?: boolean }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd data-lost={props.isLost === true}>{props.text}</dd>
    </>
  );
}

/** Who and when, as far as it is known. */
function Source({ conflict, nowMs }: { readonly conflict: ConflictView; readonly nowMs: number }) {
  const { who, timeMs } = conflict;
  if (who === undefined && timeMs === undefined) return null;
  return (
    <Text as="p" size="1" color="gray">
      {who}
      {who !== undefined && timeMs !== undefined && ' · '}
      {timeMs !== undefined && (
        <time dateTime={new Date(timeMs).toISOString()} title={new Date(timeMs).toLocaleString()}>
          {relativeTime(timeMs, nowMs)}
        </time>
      )}
    </Text>
  );
}

function Actions({ conflict }: { readonly conflict: ConflictView }) {
  const { mine, take, retry, dismiss } = conflict;
  const { isCopied, copy } = useCopy();
  const again = conflict.kind === 'refused' ? retry : take;
  const takeAgain = () => {
    again?.();
    dismiss();
  };
  return (
    <Flex gap="4" wrap="wrap" className="conflict-actions">
      {again !== undefined && (
        <Button size="1" variant="ghost" onClick={takeAgain}>
          {conflict.kind === 'refused' ? 'Try again' : 'Take mine'}
        </Button>
      )}
      <Button size="1" variant="ghost" onClick={() => copy(mine)}>
        {isCopied ? 'Copied' : 'Copy what I wrote'}
      </Button>
      <Button size="1" variant="ghost" color="gray" onClick={dismiss}>
        {conflict.kind === 'refused' ? 'Discard' : 'Dismiss'}
      </Button>
    </Flex>
  );
}
