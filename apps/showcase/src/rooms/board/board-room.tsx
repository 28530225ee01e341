import { Text } from '@radix-ui/themes';
import type { SyncedDocument } from '@statehouse/sync';
import { useMemo } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { useHouse } from '../../house/house.tsx';
import { OpenDocument } from '../../house/open-document.tsx';
import { RoomFrame } from '../../house/room-frame.tsx';
import { documentTitle } from '../../house/rooms.ts';
import { personOf } from '../../people/person-of.ts';
import { usePresence } from '../../people/use-presence.ts';

/** The room “Board”. */
export function BoardRoom({ documentName }: { readonly documentName: string }) {
  return (
    <OpenDocument key={documentName} name={documentName} prepare={prepare}>
      {(document) => <Board document={document} />}
    </OpenDocument>
  );
}

async function prepare(): Promise<void> {}

function Board({ document }: { readonly document: SyncedDocument<ShowcaseSchema> }) {
  const { client, persona, setPersona } = useHouse();
  const { peers } = usePresence(document, client.id, persona, setPersona);
  const others = useMemo(() => peers.map(personOf), [peers]);
  return (
    <RoomFrame
      title={documentTitle('board', document.name.replace(/^board\//, ''))}
      document={document}
      people={others}
      keys={[]}
      onUndo={() => void document.undo()}
      onRedo={() => void document.redo()}
      canUndo={document.canUndo}
      canRedo={document.canRedo}
    >
      <Text as="p" m="6" color="gray">
        The board is being set up.
      </Text>
    </RoomFrame>
  );
}
