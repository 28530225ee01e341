import { Box, DataList, Flex, Separator, Text } from '@radix-ui/themes';
import { ConflictList, type ConflictView } from './conflict-list.tsx';
import type { ConnectionView } from './connection-label.ts';
import { DevControls } from './dev-controls.tsx';
import type { DevStateHook } from './use-dev-state.ts';

export interface ConnectionPanelProps {
  readonly view: ConnectionView;
  /** Where what this window wrote is. */
  readonly saved: 'server' | 'device' | 'memory';
  readonly version: number;
  readonly lastError: string | undefined;
  readonly conflicts: readonly ConflictView[];
  /** Undefined: the page is not served by a development server. */
  readonly dev: DevStateHook | undefined;
}

/** What stands behind the pill: the queue, the last error, the switches, the conflicts. */
export function ConnectionPanel(props: ConnectionPanelProps) {
  const { view, saved, version, lastError, conflicts, dev } = props;
  return (
    <Flex direction="column" gap="3">
      <Text as="p" size="2">
        {explanation(view)}
      </Text>
      <DataList.Root size="1" className="panel-facts">
        <Fact name="Queue" value={view.pending === 0 ? 'empty' : `${view.pending} waiting`} />
        <Fact name="Saved" value={savedWords(saved)} />
        <Fact name="Version" value={version.toLocaleString('en')} />
        {lastError !== undefined && <Fact name="Last error" value={lastError} />}
      </DataList.Root>
      {dev !== undefined && (
        <>
          <Separator size="4" />
          <DevControls {...dev} />
        </>
      )}
      {conflicts.length > 0 && (
        <>
          <Separator size="4" />
          <ConflictList conflicts={conflicts} />
        </>
      )}
    </Flex>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <DataList.Item>
      <DataList.Label minWidth="90px">{name}</DataList.Label>
      <DataList.Value>
        <Box className="panel-value">{value}</Box>
      </DataList.Value>
    </DataList.Item>
  );
}

function explanation({ link, pending, isReadOnly }: ConnectionView): string {
  if (isReadOnly) return 'You may read this document; only others may write to it.';
  switch (link.kind) {
    case 'live':
      return pending === 0
        ? 'Everything you wrote is on the server.'
        : 'What you wrote is on its way to the server.';
    case 'connecting':
      return 'Connecting to the server. You can write already.';
    case 'offline':
      return 'This window is cut off. You can go on writing: it is sent when the network is back.';
    case 'reconnecting':
      return 'The server cannot be reached. You can go on writing: it is sent when the server is back.';
  }
}

function savedWords(saved: ConnectionPanelProps['saved']): string {
  switch (saved) {
    case 'server':
      return 'on the server';
    case 'device':
      return 'on this device';
    case 'memory':
      return 'in this window only';
  }
}
