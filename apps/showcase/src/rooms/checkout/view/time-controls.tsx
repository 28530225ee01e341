import { Button, IconButton, Text } from '@radix-ui/themes';
import type { Hub } from '@statehouse/hub';
import type { PersistStatus } from '@statehouse/persist';
import { useTimeTravel } from '@statehouse/react/hub';
import { ChevronLeft, ChevronRight, Download, RotateCw } from 'lucide-react';
import { useCallback, useSyncExternalStore } from 'react';
import { useSession } from './use-checkout.ts';

/** A step back in time, a step forward, and a reload in the middle of it all. */
export function TimeControls() {
  const { hub } = useSession();
  const { shown, back, forward } = useTimeTravel(hub);
  const isPast = shown.kind === 'past';
  return (
    <section className="checkout-time" aria-label="Time">
      <div className="checkout-time-buttons">
        <Button size="1" variant="soft" color="gray" onClick={() => back()}>
          <ChevronLeft size={14} aria-hidden="true" /> Step back
        </Button>
        <Button
          size="1"
          variant="soft"
          color="gray"
          aria-disabled={!isPast}
          onClick={isPast ? () => forward() : undefined}
        >
          Forward <ChevronRight size={14} aria-hidden="true" />
        </Button>
        <Button size="1" variant="soft" color="gray" onClick={() => location.reload()}>
          <RotateCw size={14} aria-hidden="true" /> Reload now
        </Button>
        <IconButton
          size="1"
          variant="soft"
          color="gray"
          aria-label="Save a recording, without you in it"
          onClick={() => saveRecording(hub)}
        >
          <Download size={14} aria-hidden="true" />
        </IconButton>
      </div>
      <KeptStatus />
    </section>
  );
}

/** Hands the journal out as a file, without the person in it. */
async function saveRecording(hub: Hub): Promise<void> {
  const { recordCheckout } = await import('../session/recording.ts');
  const file = await recordCheckout(hub, crypto.getRandomValues(new Uint8Array(32)));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file], { type: 'application/jsonl' }));
  link.download = 'checkout.jsonl';
  link.click();
  URL.revokeObjectURL(link.href);
}

function KeptStatus() {
  const { kept, isDurable } = useSession();
  const subscribe = useCallback((changed: () => void) => kept.subscribe(changed), [kept]);
  const status = useSyncExternalStore(subscribe, () => kept.status);
  return (
    <Text as="p" size="1" color={status.problem === undefined ? 'gray' : 'red'} data-testid="kept">
      {isDurable ? keptInWords(status) : 'This window may keep nothing: a reload begins anew.'}
    </Text>
  );
}

function keptInWords({ phase, isSaved, problem }: PersistStatus): string {
  if (phase === 'failing') return `Not kept on this device: ${problem?.message ?? ''}`;
  return isSaved ? 'All of it is kept on this device.' : 'Being kept…';
}
