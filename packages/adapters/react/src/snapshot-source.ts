import type { Schema, Snapshot } from '@statehouse/db';
import type { Source } from './source.ts';

/** What reading asks of a document. Local databases and synced documents have it. */
export interface ReadableDocument<S extends Schema> {
  readonly schema: S;
  readonly snapshot: Snapshot<S>;
  subscribe(changed: () => void): () => void;
}

/** The visible snapshots of a document. */
export function snapshotSource<S extends Schema>(document: ReadableDocument<S>): Source<Snapshot<S>> {
  const read = () => document.snapshot;
  return { subscribe: (changed) => document.subscribe(changed), read, readForPage: read };
}
