import { insertElements } from '../actions/insert-elements.ts';
import type { Point } from '../plane/geometry.ts';
import type { Board } from '../window/board.ts';
import { encodePicture } from './encode-picture.ts';

/** A picture's longer side on the board, in board units. */
const LONGEST_SIDE = 360;
/** Pictures that arrive together lie beside each other. */
const GAP = 24;

/** Puts pictures from files on the board, about a point; says what could not become one, and why. */
export async function addPictures(board: Board, files: readonly File[], at: Point): Promise<void> {
  let left = at.x;
  const made: string[] = [];
  for (const file of files) {
    const encoded = await encodePicture(file);
    if (encoded.kind === 'refused') {
      board.say(encoded.reason, 'loss');
      continue;
    }
    const { picture } = encoded;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width * scale, picture.height * scale];
    const placement = {
      x: left - (made.length === 0 ? width / 2 : 0),
      y: at.y - height / 2,
      width,
      height,
      rotation: 0,
    };
    const draft = { kind: 'image', placement, color: 'slate', label: '', picture, children: [] } as const;
    made.push(...insertElements(board.document, 'add picture', [draft]));
    left = placement.x + width + GAP;
  }
  if (made.length > 0) board.select(made);
}
