import type { Document, Schema } from '@statehouse/db';
import { useCallback } from 'react';

/** What editing asks of a document. */
export interface TransactingDocument<S extends Schema> {
  readonly schema: S;
  transact: Document<S>['transact'];
}

/** The document's `transact`, to be passed on: the same function as long as it is the same document. */
export function useTransact<S extends Schema>(document: TransactingDocument<S>): Document<S>['transact'] {
  return useCallback((edit, options) => document.transact(edit, options), [document]);
}
