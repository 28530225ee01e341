import { isStatehouseError } from '@statehouse/kernel';
import fc from 'fast-check';
import type { TableName } from '../schema.ts';
import type { TableWriter } from '../transaction/table-writer.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { SampleSchema } from './sample-schema.ts';

/** One random edit: `act` picks what is done, the others to what and with what. */
export interface SampleEdit {
  readonly act: number;
  readonly pick: number;
  readonly other: number;
  readonly word: string;
}

const words = ['', 'a', 'zebra', 'naïve', '🙂', 'x🙂y', 'two words'];

export const sampleEdit: fc.Arbitrary<SampleEdit> = fc.record({
  act: fc.nat(19),
  pick: fc.nat(1000),
  other: fc.nat(1000),
  word: fc.constantFrom(...words),
});

/** Several transactions of several edits. */
export const sampleHistory: fc.Arbitrary<SampleEdit[][]> = fc.array(
  fc.array(sampleEdit, { minLength: 1, maxLength: 6 }),
  { minLength: 1, maxLength: 12 },
);

type Tx = Transaction<SampleSchema>;

function pickId<Table extends TableName<SampleSchema>>(
  writer: TableWriter<SampleSchema, Table>,
  at: number,
): string | undefined {
  const rows: readonly { readonly id: string }[] = writer.all();
  return rows.length === 0 ? undefined : rows[at % rows.length]?.id;
}

/** Does one random edit through the typed writers, if there is anything to do it to. */
export function performEdit(tx: Tx, { act, pick, other, word }: SampleEdit): void {
  const person = pickId(tx.people, pick);
  const list = pickId(tx.lists, pick);
  const item = pickId(tx.items, pick);
  const target = pickId(tx.items, other);
  const isTaken = word === '' || tx.people.all().some(({ email, id }) => email === word && id !== person);
  const email = isTaken ? null : word;
  if (act === 0) {
    const ofPerson = person !== undefined && tx.people.get(person)?.email === word;
    tx.people.insert({ name: word, email: ofPerson ? null : email, boss: person ?? null });
  }
  if (act === 1)
    tx.lists.insert({ name: word, owner: person ?? null }, pick % 2 === 0 ? { after: null } : {});
  if (list !== undefined && act >= 2 && act <= 4) {
    tx.items.insert(
      { list, note: word, title: word, tags: [word], assignees: person === undefined ? [] : [person] },
      target === undefined || other % 3 === 0 ? {} : { parent: target },
    );
  }
  if (act === 5 && person !== undefined) tx.people.modify(person, { email, name: word });
  if (act === 6 && person !== undefined) tx.people.delete(person);
  if (act === 7 && list !== undefined && other % 3 === 0) tx.lists.delete(list);
  if (act === 8 && list !== undefined) tx.lists.move(list, { after: null });
  if (item === undefined || target === undefined) return;
  performItemEdit(tx, act, item, target, { act, pick, other, word });
}

function performItemEdit(tx: Tx, act: number, item: string, target: string, edit: SampleEdit): void {
  const { pick, other, word } = edit;
  const note = tx.items.text(item, 'note');
  if (act === 9) tx.items.modify(item, { title: word, done: other % 2 === 0, due: other });
  if (act === 10) tx.items.increment(item, 'votes', (other % 7) - 3);
  if (act === 11) tx.items.include(item, 'tags', word, 'x');
  if (act === 12) tx.items.exclude(item, 'tags', word);
  if (act === 13) splice(() => note.splice(other % (note.length + 1), 0, word));
  if (act === 14)
    splice(() =>
      note.splice(
        other % (note.length + 1),
        Math.min(pick % 4, note.length - (other % (note.length + 1))),
        word,
      ),
    );
  if (act === 15) tx.items.modify(item, { meta: { word, deep: { other } } });
  if (act === 16) tx.items.patch(item, 'meta', ['deep', word], other % 2 === 0 ? undefined : { pick });
  if (act === 17) tx.items.move(item, other % 3 === 0 ? { parent: null, after: null } : { parent: target });
  if (act === 18) tx.items.modify(item, { blockedBy: target, assignees: [] });
  if (act === 19 && other % 2 === 0) tx.items.delete(item);
}

/** A splice at a random place may split a pair; then it is refused, and nothing happens. */
function splice(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!isStatehouseError(error, 'db/splits-surrogate')) throw error;
  }
}
