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

/** Ids are fixed: two windows that fill a new document at the same moment make one document. */
const taskId = (index: number) => `sample-${index + 1}`;

/** What a new document of that name begins with. */
export function fillDocument(tx: Transaction<ShowcaseSchema>, name: string): void {
  tx.notes.insert({ id: NOTE_ID, body: name === WELCOME ? NOTE : '' });
  if (name !== WELCOME) return;
  for (const [index, [title, done]] of TASKS.entries()) tx.tasks.insert({ id: taskId(index), title, done });
}
