import { Box, DataList, Flex, Separator, Text } from '@radix-ui/themes';
import { ConflictList } from './conflict-list.tsx';
import type { ConflictView } from './conflict-view.ts';
import type { ConnectionView } from './connection-label.ts';
import { DevControls } from './dev-controls.tsx';
import type { DevStateHook } from './use-dev-state.ts';

export interface DocumentFacts {
  /** Where what this window wrote is. */
  readonly saved: 'server' | 'device' | 'memory';
  readonly version: number;
}

export interface ConnectionPanelProps {
  readonly view: ConnectionView;
  /** Undefined where no document is open. */
  readonly document: DocumentFacts | undefined;
  readonly lastError: string | undefined;
  readonly conflicts: readonly ConflictView[];
  /** Undefined: the page is not served by a development server. */
  readonly dev: DevStateHook | undefined;
}

/** What stands behind the pill: the queue, the last error, the switches, the conflicts. */
export function ConnectionPanel(props: ConnectionPanelProps) {
  const { view, document, lastError, conflicts, dev } = props;
  return (
    <Flex direction="column" gap="3">
      <Text as="p" size="2">
        {explanation(props)}
      </Text>
      {conflicts.length > 0 && (
        <>
          <ConflictList conflicts={conflicts} />
          <Separator size="4" />
        </>
      )}
      {(document !== undefined || lastError !== undefined) && (
        <DataList.Root size="1" className="panel-facts">
          {document !== undefined && <DocumentFactLines document={document} pending={view.pending} />}
          {lastError !== undefined && <Fact name="Last error" value={lastError} />}
        </DataList.Root>
      )}
      {dev !== undefined && (
        <>
          <Separator size="4" />
          <DevControls {...dev} />
        </>
      )}
    </Flex>
  );
}

function DocumentFactLines(props: { readonly document: DocumentFacts; readonly pending: number }) {
  const { document, pending } = props;
  return (
    <>
      <Fact name="Queue" value={pending === 0 ? 'empty' : `${pending} waiting`} />
      <Fact name="Saved" value={savedWords(document.saved)} />
      <Fact name="Version" value={document.version.toLocaleString('en')} />
    </>
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

function explanation({ view, document }: ConnectionPanelProps): string {
  const { link, pending, isReadOnly } = view;
  if (document === undefined) return houseExplanation(link);
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

function houseExplanation(link: ConnectionView['link']): string {
  switch (link.kind) {
    case 'live':
      return 'This window is connected to the server.';
    case 'connecting':
      return 'Connecting to the server.';
    case 'offline':
      return 'This window is cut off. Documents that it has had open can still be read and written.';
    case 'reconnecting':
      return 'The server cannot be reached. Documents that this window has had open can still be read and written.';
  }
}

function savedWords(saved: DocumentFacts['saved']): string {
  switch (saved) {
    case 'server':
      return 'on the server';
    case 'device':
      return 'on this device';
    case 'memory':
      return 'in this window only';
  }
}
