import { type RefObject, useEffect } from 'react';
import { deleteElements } from '../actions/change-elements.ts';
import { pasteDrafts } from '../actions/copy-paste.ts';
import { draftsOf } from '../actions/draft-elements.ts';
import { draftOf } from '../actions/insert-elements.ts';
import { draftsFromText, textFromDrafts, wellFormed, wordsOf } from '../clipboard/clipboard-format.ts';
import { labelRefusal } from '../clipboard/label-refusal.ts';
import { addPictures } from '../pictures/add-pictures.ts';
import { middleOf, type Point } from '../plane/geometry.ts';
import { USUAL_COLOR, USUAL_SIZE } from '../scene/element.ts';
import type { Board } from '../window/board.ts';
import type { BoardParts } from './board-parts.ts';
import { pointerFrom } from './stage-pointer.ts';

/** Elements on the clipboard, for other boards; programs that know nothing of it take the words. */
const ELEMENTS_TYPE = 'application/x-statehouse-board';

/** Copy, cut and paste on the stage, and files that are dropped on it. */
export function useClipboard(stage: RefObject<HTMLElement | null>, { board }: BoardParts): void {
  useEffect(() => {
    const element = stage.current;
    if (element === null) return;
    const ending = new AbortController();
    const { signal } = ending;
    const isOurs = (event: Event) => !(event.target instanceof HTMLTextAreaElement);
    const copy = (event: ClipboardEvent) => {
      const drafts = draftsOf(board.document.snapshot, board.selected);
      if (drafts.length === 0 || event.clipboardData === null || !isOurs(event)) return;
      event.preventDefault();
      event.clipboardData.setData(ELEMENTS_TYPE, textFromDrafts(drafts));
      event.clipboardData.setData('text/plain', wordsOf(drafts));
      if (event.type === 'cut' && !board.isReadOnly)
        deleteElements(board.document, [...board.selection.value]);
    };
    const paste = (event: ClipboardEvent) => {
      if (event.clipboardData === null || !isOurs(event)) return;
      event.preventDefault();
      pasteData(board, event.clipboardData, middleOf(board.view));
    };
    const drop = (event: DragEvent) => {
      if (event.dataTransfer === null) return;
      event.preventDefault();
      pasteData(board, event.dataTransfer, pointerFrom(board, element, event, false).board);
    };
    element.addEventListener('copy', copy, { signal });
    element.addEventListener('cut', copy, { signal });
    element.addEventListener('paste', paste, { signal });
    element.addEventListener('dragover', (event) => event.preventDefault(), { signal });
    element.addEventListener('drop', drop, { signal });
    return () => ending.abort();
  }, [stage, board]);
}

function pasteData(board: Board, data: DataTransfer, at: Point): void {
  if (board.isReadOnly) {
    board.say('You may read this board; only others may write to it.');
    return;
  }
  const drafts = draftsFromText(data.getData(ELEMENTS_TYPE));
  if (drafts !== undefined && drafts.length > 0) {
    pasteDrafts(board, drafts, at);
    return;
  }
  const files = [...data.files];
  if (files.length > 0) void addPictures(board, files, at);
  else pasteText(board, data.getData('text/plain'), at);
}

/** Text from elsewhere becomes a sticky note. */
export function pasteText(board: Board, text: string, at: Point): void {
  const words = wellFormed(text).trim();
  if (words === '') return;
  const refusal = labelRefusal(words.length);
  if (refusal !== undefined) {
    board.say(refusal, 'loss');
    return;
  }
  const { width, height } = USUAL_SIZE.note;
  pasteDrafts(
    board,
    [draftOf('note', { x: 0, y: 0, width, height, rotation: 0 }, USUAL_COLOR.note, words)],
    at,
  );
}
