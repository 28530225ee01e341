import { Button, Flex, Text } from '@radix-ui/themes';
import type { SyncedDocument } from '@statehouse/sync';
import { useEffect } from 'react';
import { BOARD_ID, NOTE_ID, type ShowcaseSchema } from '../../../schema.ts';
import { Link } from '../../house/link.tsx';
import { RoomFrame } from '../../house/room-frame.tsx';

export interface MissingBoardProps {
  readonly document: SyncedDocument<ShowcaseSchema>;
  /** Called when there is a board after all. */
  readonly onMade: () => void;
}

const nothing = () => {};

/** What stands at the address of a board that nobody has made. */
export function MissingBoard({ document, onMade }: MissingBoardProps) {
  const title = document.name.replace(/^board\//, '');
  useEffect(
    () =>
      document.subscribe(() => {
        if (document.snapshot.table('boards').has(BOARD_ID)) onMade();
      }),
    [document, onMade],
  );
  const isWriter = document.status.role === 'writer';
  return (
    <RoomFrame
      title={title}
      document={document}
      people={[]}
      keys={[]}
      onUndo={nothing}
      onRedo={nothing}
      canUndo={false}
      canRedo={false}
    >
      <div className="missing-board">
        <Text as="p" size="5" weight="medium">
          There is no board “{title}”.
        </Text>
        <Text as="p" size="3" color="gray">
          The link may be misspelt, or nobody has made the board yet.
        </Text>
        <Flex gap="3" mt="2" wrap="wrap" justify="center">
          {isWriter && <Button onClick={() => makeBoard(document, title)}>Make this board</Button>}
          <Button asChild variant="soft" color="gray">
            <Link to="/">Back to the floor plan</Link>
          </Button>
        </Flex>
      </div>
    </RoomFrame>
  );
}

/** Fixed ids: two people who make one board at the same moment make one board. */
function makeBoard(document: SyncedDocument<ShowcaseSchema>, title: string): void {
  document.transact(
    (tx) => {
      if (!tx.boards.has(BOARD_ID)) tx.boards.insert({ id: BOARD_ID, title });
      if (!tx.notes.has(NOTE_ID)) tx.notes.insert({ id: NOTE_ID, body: '' });
    },
    { undoable: false },
  );
}
