import { useConflicts, useSyncStatus } from '@statehouse/react';
import type { SyncedDocument } from '@statehouse/sync';
import { type schema, trip } from './trip.ts';

export function Status({ document }: { document: SyncedDocument<typeof schema> }) {
  const connection = useSyncStatus(trip.useClient(), ({ kind }) => kind);
  const saved = useSyncStatus(document, (status) => status.saved);
  const { refused, dismiss } = useConflicts(document);
  return (
    <header>
      <p>{`The connection is ${connection}; your work is on the ${saved}.`}</p>
      {refused.map((one) => (
        <p key={`${one.client}/${one.sequence}`}>
          {one.message}
          <button type="button" onClick={() => dismiss(one)}>
            OK
          </button>
        </p>
      ))}
    </header>
  );
}
