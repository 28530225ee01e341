import {
  emptyIndex,
  type IdOfEntry,
  type OrderedIndex,
  orderedIndexFrom,
  type Table,
} from '@statehouse/collections';
import { type Row, TextValue } from '@statehouse/ot';
import type { IndexDefinition } from './index-declaration.ts';
import { idsIn } from './ordered-row-index.ts';
import type { RowIndex, RowMove } from './row-index.ts';
import { wordsIn } from './words.ts';

const NO_WORDS: ReadonlySet<string> = new Set();

/** An inverted index: the slots of the rows in which a word occurs, by word and id. */
export class WordIndex implements RowIndex {
  readonly definition: IndexDefinition;
  readonly entries: OrderedIndex;

  constructor(definition: IndexDefinition, entries: OrderedIndex = emptyIndex({ parts: 1 })) {
    this.definition = definition;
    this.entries = entries;
  }

  with(moves: readonly RowMove[], idOf: IdOfEntry): WordIndex {
    const { fields } = this.definition;
    const moved = moves.filter(({ before, row }) => fields.some((field) => before?.[field] !== row?.[field]));
    if (moved.length === 0) return this;
    const changes = moved.map(({ slot, before, row }) => {
      const earlier = wordsOf(before, fields);
      const later = wordsOf(row, fields);
      const gone = [...earlier].filter((word) => !later.has(word));
      const come = [...later].filter((word) => !earlier.has(word));
      return { slot, gone, come };
    });
    const entries = this.entries.batch(idOf, (draft) => {
      for (const { slot, gone } of changes) for (const word of gone) draft.delete([word], slot);
      for (const { slot, come } of changes) for (const word of come) draft.add([word], slot);
    });
    return entries === this.entries ? this : new WordIndex(this.definition, entries);
  }

  *audit(): Iterable<string> {
    for (const word of this.entries.firstParts()) {
      for (const slot of this.entries.range({ from: [word], to: [word] })) yield `${word} ${slot}`;
    }
  }

  of(rows: Table<Row>): WordIndex {
    const words: string[] = [];
    const entries: number[] = [];
    rows.forEach((row, slot) => {
      for (const word of wordsOf(row, this.definition.fields)) {
        words.push(word);
        entries.push(slot);
      }
    });
    const index = orderedIndexFrom({ parts: 1 }, { columns: [words], entries }, idsIn(rows));
    return new WordIndex(this.definition, index);
  }
}

/** The words of the searched fields of a row, each once. */
export function wordsOf(row: Row | undefined, fields: readonly string[]): ReadonlySet<string> {
  if (row === undefined) return NO_WORDS;
  return new Set(fields.flatMap((field) => wordsIn(textIn(row, field))));
}

function textIn(row: Row, field: string): string {
  const value = row[field];
  if (typeof value === 'string') return value;
  return value instanceof TextValue ? value.toString() : '';
}
