import type { Schema, Snapshot } from '@statehouse/db';
import { useMemo } from 'react';
import type { Equality } from './equality.ts';
import { type ReadableDocument, snapshotSource } from './snapshot-source.ts';
import { useSelected } from './use-selected.ts';

/**
 * What `select` finds in the document, kept up to date. The component renders again only when the answer is another
 * one: another object, or whatever `isEqual` tells apart. Rows, lists of ids and tables keep their identity while they
 * do not change; for an answer that is built anew each time, hand in {@link shallowEqual}.
 * @param select runs once for each snapshot; may be written in place
 */
export function useQuery<S extends Schema, Selected>(
  document: ReadableDocument<S>,
  select: (snapshot: Snapshot<S>) => Selected,
  isEqual: Equality<Selected> = Object.is,
): Selected {
  const source = useMemo(() => snapshotSource(document), [document]);
  return useSelected(source, select, isEqual);
}
