import type { Transaction } from '@statehouse/db';
import { NOTE_ID, type ShowcaseSchema } from '../../../schema.ts';

/** The document that opens when none is named; it begins with something to read. */
export const WELCOME = 'welcome';

const NOTE = `Saturday at the allotment

Meet at the gate at nine; Joan has the key to the shed. The beans need sticks before it rains, and the far bed is still under its cover. If the hose leaks again there are two washers in the blue tin.

We said we would decide about the apple tree. It shades the cold frame, but it gave forty kilos last year. Write here what you think, all at once if you like: everybody sees every letter.

Lunch is whatever you bring. There is a stove.
`;

const TASKS: readonly (readonly [title: string, done: boolean])[] = [
  ['Borrow the long ladder from number 12', true],
  ['Sticks and twine for the beans', false],
  ['Turn the compost', false],
  ['Two bags of gravel for the path', false],
  ['Ask Radia about the seed potatoes', false],
];

/** The text that a new document of that name begins with. Whoever of two windows is first to insert it fills the list. */
export function fillText(tx: Transaction<ShowcaseSchema>, name: string): void {
  tx.notes.insert({ id: NOTE_ID, body: name === WELCOME ? NOTE : '' });
}

/** The list that a new document of that name begins with. */
export function fillList(tx: Transaction<ShowcaseSchema>, name: string): void {
  if (name !== WELCOME) return;
  for (const [title, done] of TASKS) tx.tasks.insert({ title, done });
}
