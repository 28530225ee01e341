import { HashRowIndex } from './hash-row-index.ts';
import type { IndexDefinition } from './index-declaration.ts';
import { OrderedRowIndex } from './ordered-row-index.ts';
import type { RowIndex } from './row-index.ts';
import { WordIndex } from './word-index.ts';

/** An index without rows. */
export function emptyRowIndex(definition: IndexDefinition): RowIndex {
  switch (definition.kind) {
    case 'ordered':
      return new OrderedRowIndex(definition);
    case 'hash':
      return new HashRowIndex(definition);
    case 'words':
      return new WordIndex(definition);
  }
}
