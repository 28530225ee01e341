import type { Schema, Snapshot } from '@statehouse/db';

const firstRead = new WeakMap<object, Snapshot>();

/**
 * The snapshot that the server's page shows of a document: on the server, the present one; in a browser that takes over
 * such a page, the one that the document had at the first reading. A part of the page that is taken over later, when
 * somebody has edited already, still finds what its HTML shows, and is brought up to date right after.
 */
export function pageSnapshot<S extends Schema>(document: {
  readonly schema: S;
  readonly snapshot: Snapshot<S>;
}): Snapshot<S> {
  if (typeof window === 'undefined') return document.snapshot;
  const first = firstRead.get(document) ?? document.snapshot;
  firstRead.set(document, first);
  return isOfSchema(first, document.schema) ? first : document.snapshot;
}

function isOfSchema<S extends Schema>(snapshot: Snapshot<Schema>, schema: S): snapshot is Snapshot<S> {
  return snapshot.schema === schema;
}
