import type { SyncClient } from '@statehouse/sync';
import { Suspense } from 'react';
import { People } from './people.tsx';
import { Status } from './status.tsx';
import { TaskList } from './task-list.tsx';
import { type schema, trip } from './trip.ts';

export function App({ client, name }: { client: SyncClient<typeof schema>; name: string }) {
  return (
    <trip.StatehouseProvider client={client}>
      <Suspense fallback={<p>Opening…</p>}>
        <Trip name={name} />
      </Suspense>
    </trip.StatehouseProvider>
  );
}

function Trip({ name }: { name: string }) {
  const document = trip.useDocument(name); // Suspends until there is something to show, and never after that.
  return (
    <trip.DocumentProvider document={document}>
      <Status document={document} />
      <People document={document} />
      <TaskList />
    </trip.DocumentProvider>
  );
}
