import './styles/index.css';
import type { SyncedDocument } from '@statehouse/sync';
import { useReducer } from 'react';
import { BOARD_ID, type ShowcaseSchema } from '../../../schema.ts';
import { OpenDocument } from '../../house/open-document.tsx';
import { BoardView } from './board-view.tsx';
import { MissingBoard } from './missing-board.tsx';
import { untilKnown } from './until-known.ts';

/** The room “Board”: elements on a plane, a long text beside them, and everybody who works there. */
export function BoardRoom({ documentName }: { readonly documentName: string }) {
  return (
    <OpenDocument key={documentName} name={documentName} prepare={untilKnown}>
      {(document) => <OpenedBoard document={document} />}
    </OpenDocument>
  );
}

function OpenedBoard({ document }: { readonly document: SyncedDocument<ShowcaseSchema> }) {
  const [, look] = useReducer((count: number) => count + 1, 0);
  if (document.snapshot.table('boards').has(BOARD_ID)) return <BoardView document={document} />;
  return <MissingBoard document={document} onMade={look} />;
}
