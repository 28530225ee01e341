import type { Schema, Snapshot } from '@statehouse/db';
import { pageSnapshot } from './page-snapshot.ts';
import type { Source } from './source.ts';

/** What reading asks of a document. Local databases and synced documents have it. */
export interface ReadableDocument<S extends Schema> {
  readonly schema: S;
  readonly snapshot: Snapshot<S>;
  subscribe(changed: () => void): () => void;
}

/** The visible snapshots of a document. */
export function snapshotSource<S extends Schema>(document: ReadableDocument<S>): Source<Snapshot<S>> {
  return {
    subscribe: (changed) => document.subscribe(changed),
    read: () => document.snapshot,
    readForPage: () => pageSnapshot(document),
  };
}
