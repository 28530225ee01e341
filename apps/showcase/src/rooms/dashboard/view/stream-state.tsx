import { Button } from '@radix-ui/themes';
import { useNow } from '../../../connection/use-now.ts';
import type { StreamStatus } from '../streams/dashboard-state.ts';

/** How the stream of figures stands, and the way not to wait for it. */
export function StreamState(props: { readonly stream: StreamStatus; readonly onReconnect: () => void }) {
  const { stream, onReconnect } = props;
  const nowMs = useNow(500, stream.kind === 'waiting');
  return (
    <div className="stream-state" data-stream={stream.kind}>
      <span className="stream-dot" aria-hidden="true" />
      <span data-testid="stream">{streamWords(stream, nowMs)}</span>
      {(stream.kind === 'waiting' || stream.kind === 'closed') && (
        <Button size="1" variant="soft" onClick={onReconnect}>
          Try now
        </Button>
      )}
    </div>
  );
}

function streamWords(stream: StreamStatus, nowMs: number): string {
  switch (stream.kind) {
    case 'open':
      return 'Streaming';
    case 'idle':
    case 'connecting':
      return 'Connecting…';
    case 'waiting': {
      const seconds = Math.ceil((stream.retryAtMs - nowMs) / 1_000);
      const tries = stream.failures === 1 ? '' : ` (try ${stream.failures})`;
      return seconds <= 0 ? `Trying again${tries}` : `Lost, tried again in ${seconds} s${tries}`;
    }
    case 'closed':
      return `Ended: ${stream.reason}`;
  }
}
