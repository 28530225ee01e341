import { systemTimers } from '@statehouse/kernel';
import type { SyncedDocument } from '@statehouse/sync';
import { createContext, useContext, useEffect, useState } from 'react';
import type { ShowcaseSchema } from '../../../../schema.ts';
import type { Persona } from '../../../session/persona.ts';
import { BoardMarks } from '../people/board-marks.ts';
import { BoardPeople } from '../people/board-people.ts';
import { OwnPresence } from '../people/own-presence.ts';
import { Board } from '../window/board.ts';
import { Glider } from './glider.ts';
import { VisibleElements } from './visible-elements.ts';

/** What one window's view of a board is made of; they live as long as it is shown. */
export interface BoardParts {
  readonly board: Board;
  readonly visible: VisibleElements;
  readonly people: BoardPeople;
  readonly marks: BoardMarks;
  readonly presence: OwnPresence;
  readonly glider: Glider;
}

const PartsContext = createContext<BoardParts | undefined>(undefined);

export const BoardPartsProvider = PartsContext.Provider;

/** The parts of the board that this component belongs to. */
export function useBoardParts(): BoardParts {
  const parts = useContext(PartsContext);
  if (parts === undefined) throw new Error('This component works inside a board only.');
  return parts;
}

export function useBoard(): Board {
  return useBoardParts().board;
}

/** Makes the parts for a document, and ends them with the component; undefined for the first moment. */
export function useNewBoardParts(
  document: SyncedDocument<ShowcaseSchema>,
  ownClient: () => string | undefined,
  persona: Persona,
): BoardParts | undefined {
  const [parts, setParts] = useState<BoardParts>();
  useEffect(() => {
    const made = createParts(document, ownClient, persona);
    setParts(made);
    return () => {
      setParts(undefined);
      for (const part of [made.glider, made.presence, made.marks, made.people, made.board]) part.dispose();
    };
    // Another name or colour is told to the parts that are there.
  }, [document, ownClient]);
  useEffect(() => parts?.presence.setPersona(persona), [parts, persona]);
  return parts;
}

function createParts(
  document: SyncedDocument<ShowcaseSchema>,
  ownClient: () => string | undefined,
  persona: Persona,
): BoardParts {
  const board = new Board(document);
  return {
    board,
    visible: new VisibleElements(board),
    people: new BoardPeople(board, systemTimers, ownClient),
    marks: new BoardMarks(board),
    presence: new OwnPresence(board, persona),
    glider: new Glider(),
  };
}
