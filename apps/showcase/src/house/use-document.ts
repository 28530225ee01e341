import type { SyncClient, SyncedDocument } from '@statehouse/sync';
import { useEffect, useState } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';

/** Sees to it that an opened document has something to edit. */
export type PrepareDocument = (document: SyncedDocument<ShowcaseSchema>, name: string) => Promise<void>;

/** A document on its way, here, or out of reach. */
export type OpenedDocument =
  | { readonly kind: 'waiting'; readonly reason: string }
  | { readonly kind: 'ready'; readonly document: SyncedDocument<ShowcaseSchema> }
  | { readonly kind: 'failed'; readonly message: string };

const LOADING: OpenedDocument = { kind: 'waiting', reason: 'Opening the document…' };
const NOT_HERE: OpenedDocument = {
  kind: 'waiting',
  reason:
    'This document is not on this device yet, and the server cannot be reached. It opens as soon as it can be.',
};

/**
 * Opens a document by name; it is ready once there is something to edit.
 * @param prepare the same function on every render
 */
export function useDocument(
  client: SyncClient<ShowcaseSchema>,
  name: string,
  prepare: PrepareDocument,
): OpenedDocument {
  const [opened, setOpened] = useState<OpenedDocument>(LOADING);
  useEffect(() => {
    let isCurrent = true;
    let isReady = false;
    const show = (next: OpenedDocument) => {
      if (isCurrent) setOpened(next);
    };
    const stop = client.subscribeStatus(() => {
      if (!isReady) show(client.status.kind === 'waiting' ? NOT_HERE : LOADING);
    });
    const open = async () => {
      const document = await client.open(name);
      await prepare(document, name);
      isReady = true;
      show({ kind: 'ready', document });
    };
    open().catch((error: unknown) => {
      isReady = true;
      show({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
    return () => {
      stop();
      isCurrent = false;
    };
  }, [client, name, prepare]);
  return opened;
}
