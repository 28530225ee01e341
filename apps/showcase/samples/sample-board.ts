import type { Transaction } from '@statehouse/db';
import { BOARD_ID, NOTE_ID, type ShowcaseSchema } from '../schema.ts';
import type { ElementDraft } from '../src/rooms/board/actions/insert-elements.ts';
import { tidyPlacement } from '../src/rooms/board/plane/geometry.ts';

/** A board that a new house begins with. */
export interface SampleBoard {
  /** The document's name, such as `board/roadmap`. */
  readonly document: string;
  readonly title: string;
  /** Puts everything into a document that is empty. */
  fill(tx: Transaction<ShowcaseSchema>): void;
}

/** What is on a board. */
export interface BoardContent {
  readonly title: string;
  /** The long text that goes with it; lines that begin with `# ` or `## ` are headings. */
  readonly body: string;
  /** From bottom to top. */
  readonly drafts: readonly ElementDraft[];
}

export function sampleBoard(document: string, content: BoardContent): SampleBoard {
  return { document, title: content.title, fill: (tx) => fillBoard(tx, content) };
}

function fillBoard(tx: Transaction<ShowcaseSchema>, { title, body, drafts }: BoardContent): void {
  tx.boards.insert({ id: BOARD_ID, title });
  tx.notes.insert({ id: NOTE_ID, body });
  const numbers = { elements: 0, pictures: 0 };
  for (const draft of drafts) insert(tx, draft, null, numbers);
}

/** As `insertDraft` does, but pictures have fixed ids too: whoever fills a sample makes the same document. */
function insert(
  tx: Transaction<ShowcaseSchema>,
  { kind, color, label, picture, placement, children }: ElementDraft,
  parent: string | null,
  numbers: { elements: number; pictures: number },
): void {
  let image: string | null = null;
  if (picture !== undefined) {
    numbers.pictures += 1;
    image = tx.images.insert({ id: `sample-picture-${numbers.pictures}`, ...picture });
  }
  numbers.elements += 1;
  const id = tx.elements.insert(
    { id: `sample-${numbers.elements}`, kind, color, label, image, ...tidyPlacement(placement) },
    { parent },
  );
  for (const child of children) insert(tx, child, id, numbers);
}
