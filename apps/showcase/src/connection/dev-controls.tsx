import { Button, Callout, Flex, SegmentedControl, Text } from '@radix-ui/themes';
import { Power, RotateCcw } from 'lucide-react';
import { useId } from 'react';
import { type DevServerState, type DevState, isNetworkMode, NETWORK_MODES } from '../session/dev-session.ts';
import { networkWords } from './connection-label.ts';
import type { DevStateHook } from './use-dev-state.ts';
import { useNow } from './use-now.ts';

/** Makes this window's network worse, and kills or restarts the development server, to watch what happens then. */
export function DevControls({ state, error, run }: DevStateHook) {
  const mode = state?.network ?? 'live';
  const explanationId = useId();
  return (
    <Flex direction="column" gap="3">
      <Flex direction="column" gap="1">
        <Flex align="center" justify="between" gap="2" wrap="wrap">
          <Text size="2">This window’s network</Text>
          <SegmentedControl.Root
            size="1"
            value={mode}
            aria-label="This window’s network"
            aria-describedby={explanationId}
            onValueChange={(next) => {
              if (isNetworkMode(next)) run((current) => current.setNetwork(next));
            }}
          >
            {NETWORK_MODES.map((each) => (
              <SegmentedControl.Item key={each} value={each}>
                {each}
              </SegmentedControl.Item>
            ))}
          </SegmentedControl.Root>
        </Flex>
        <Text id={explanationId} as="p" size="1" color="gray" aria-live="polite" data-testid="network-words">
          {networkWords(mode)}
        </Text>
      </Flex>
      <Flex align="center" justify="between" gap="3">
        <ServerText state={state} />
        <Flex gap="2">
          <Button
            size="1"
            variant="soft"
            color="gray"
            disabled={state?.server.kind !== 'running'}
            onClick={() => run((current) => current.kill())}
          >
            <Power size={14} aria-hidden="true" /> Kill
          </Button>
          <Button size="1" variant="soft" color="gray" onClick={() => run((current) => current.restart())}>
            <RotateCcw size={14} aria-hidden="true" /> Restart
          </Button>
        </Flex>
      </Flex>
      {error !== undefined && (
        <Callout.Root color="red" size="1" role="alert">
          <Callout.Text>{error}</Callout.Text>
        </Callout.Root>
      )}
    </Flex>
  );
}

function ServerText({ state }: { readonly state: DevState | undefined }) {
  const nowMs = useNow(500, state?.server.kind === 'waiting');
  return (
    <Text size="2" data-testid="dev-server">
      Server <Text color="gray">{state === undefined ? '' : serverWords(state.server, nowMs)}</Text>
    </Text>
  );
}

function serverWords(server: DevServerState, nowMs: number): string {
  switch (server.kind) {
    case 'running':
      return 'running';
    case 'starting':
      return 'starting…';
    case 'killed':
      return 'down, killed by you';
    case 'closed':
      return 'closed';
    case 'waiting':
      return `down, starts in ${Math.max(1, Math.ceil((server.retryAtMs - nowMs) / 1_000))} s`;
  }
}
