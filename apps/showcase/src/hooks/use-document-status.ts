import type { DocumentStatus, SyncedDocument } from '@statehouse/sync';
import { useCallback } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import { useChanges } from '../hooks/use-changes.ts';

/** Where the document stands, kept up to date. */
export function useDocumentStatus(document: SyncedDocument<ShowcaseSchema>): DocumentStatus {
  useChanges(useCallback((changed: () => void) => document.subscribeStatus(changed), [document]));
  return document.status;
}
