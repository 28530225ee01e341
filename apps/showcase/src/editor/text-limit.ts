import { EditorState, type Extension, StateEffect, type Transaction } from '@codemirror/state';
import { fromDocument } from './from-document.ts';

/** What a text of a document holds at most, in UTF-16 units. */
export const MAX_TEXT_UNITS = 1_000_000;

/** An edit was refused; says in words why, and what to do. */
export const refusal = StateEffect.define<string>();

/** Refuses, as a whole, what would make the text longer than it may be. */
export function textLimit(maxUnits: number): Extension {
  return EditorState.transactionFilter.of((transaction) => {
    const { changes } = transaction;
    if (changes.newLength <= maxUnits || changes.newLength <= changes.length) return transaction;
    if (transaction.annotation(fromDocument) === true) return transaction;
    return { effects: refusal.of(wordsFor(transaction, maxUnits)) };
  });
}

function wordsFor(transaction: Transaction, maxUnits: number): string {
  const inserted = insertedText(transaction);
  const room = Math.max(0, maxUnits - (transaction.changes.newLength - inserted.length)).toLocaleString('en');
  const limit = `A text holds ${maxUnits.toLocaleString('en')} characters, and there is room for ${room} more`;
  if (transaction.isUserEvent('input.paste'))
    return `This paste has ${sizeInWords(inserted)}; nothing was pasted. ${limit}: paste a part of it.`;
  if (transaction.isUserEvent('input.drop') || transaction.isUserEvent('move.drop'))
    return `What you dropped has ${sizeInWords(inserted)}; nothing was inserted. ${limit}: drop a part of it.`;
  return `The text is full. ${limit}: delete something first.`;
}

function insertedText({ changes }: Transaction): string {
  let inserted = '';
  changes.iterChanges((_fromA, _toA, _fromB, _toB, text) => {
    inserted += text.toString();
  });
  return inserted;
}

/** The size of a text in UTF-8, as files are measured. */
function sizeInWords(text: string): string {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes >= 1_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return bytes >= 1_000 ? `${Math.round(bytes / 1_000)} kB` : `${bytes} bytes`;
}
