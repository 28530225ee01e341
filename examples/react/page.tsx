import { createDatabase, type Document, plainRows, snapshotFromRows } from '@statehouse/db';
import { TaskList } from './task-list.tsx';
import { schema, trip } from './trip.ts';

export function Page({ document }: { document: Document<typeof schema> }) {
  return (
    <trip.DocumentProvider document={document}>
      <TaskList />
    </trip.DocumentProvider>
  );
}

/** On the server: what is sent along with the HTML of `<Page document={document} />`. */
export function rowsOf(document: Document<typeof schema>): string {
  return JSON.stringify([...plainRows(document.snapshot)]);
}

/** In the browser, before `hydrateRoot(container, <Page document={documentFrom(rows)} />)`. */
export function documentFrom(rows: string): Document<typeof schema> {
  return createDatabase({ schema, snapshot: snapshotFromRows(schema, JSON.parse(rows)) });
}
