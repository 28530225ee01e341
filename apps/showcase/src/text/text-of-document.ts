import type { Document, DocumentEvent, TextWriter, Transaction } from '@statehouse/db';
import { composeText, type TextDelta, TextValue } from '@statehouse/ot';
import { NOTE_ID, type ShowcaseSchema } from '../../schema.ts';
import type { SharedText } from './shared-text.ts';

type ShowcaseDocument = Pick<Document<ShowcaseSchema>, 'snapshot' | 'subscribe' | 'transact'>;

interface TextAddress {
  readonly table: 'notes' | 'tasks' | 'elements';
  readonly id: string;
  readonly field: 'body' | 'title' | 'label';
  writer(tx: Transaction<ShowcaseSchema>): TextWriter;
}

/** The document's note. */
export function noteText(document: ShowcaseDocument): SharedText {
  return textAt(document, {
    table: 'notes',
    id: NOTE_ID,
    field: 'body',
    writer: (tx) => tx.notes.text(NOTE_ID, 'body'),
  });
}

/** The text of one line of the list. */
export function taskTitle(document: ShowcaseDocument, id: string): SharedText {
  return textAt(document, { table: 'tasks', id, field: 'title', writer: (tx) => tx.tasks.text(id, 'title') });
}

/** The words on one element of a board. */
export function elementLabel(document: ShowcaseDocument, id: string): SharedText {
  return textAt(document, {
    table: 'elements',
    id,
    field: 'label',
    writer: (tx) => tx.elements.text(id, 'label'),
  });
}

function textAt(document: ShowcaseDocument, address: TextAddress): SharedText {
  return {
    read: () => {
      const value = document.snapshot.get(address.table, address.id)?.[address.field];
      return value instanceof TextValue ? value.toString() : '';
    },
    subscribe: (listener) =>
      document.subscribe((event) => {
        const change = changeIn(event, address);
        if (change !== undefined) listener(change.delta);
      }),
    edit: (delta) => {
      // A large paste is one edit to the person, whatever one operation may hold.
      document.transact((tx) => spliceAll(address.writer(tx), delta), { split: true });
    },
  };
}

/**
 * What an event did to one text, if anything. An event that catches up with several entries changes it several times.
 * Without a delta it is another text now.
 */
function changeIn(
  event: DocumentEvent<ShowcaseSchema>,
  { table, id, field }: TextAddress,
): { readonly delta: TextDelta | undefined } | undefined {
  const deltas: TextDelta[] = [];
  for (const item of event.effect) {
    if (item.id !== id || item.table !== table) continue;
    if (item.kind !== 'modify') return { delta: undefined };
    const change = item.fields[field];
    if (change?.kind === 'text') deltas.push(change.delta);
  }
  return deltas.length === 0 ? undefined : { delta: deltas.reduce(composeText) };
}

/** Makes a delta by splices; positions are those that the earlier ones left. */
function spliceAll(writer: TextWriter, delta: TextDelta): void {
  let position = 0;
  for (const part of delta) {
    if (typeof part === 'string') {
      writer.insert(position, part);
      position += part.length;
    } else if (part > 0) {
      position += part;
    } else {
      writer.delete(position, -part);
    }
  }
}
