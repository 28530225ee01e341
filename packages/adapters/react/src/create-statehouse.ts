import type { Document, FieldsOfKind, RowOf, Schema, Snapshot, TableName } from '@statehouse/db';
import { systemTimers, type Timers } from '@statehouse/kernel';
import type { SyncClient, SyncedDocument } from '@statehouse/sync';
import { createContext, createElement, type ReactElement, type ReactNode, use } from 'react';
import { type CacheTimes, DEFAULT_CACHE_TIMES, DocumentCache } from './document-cache.ts';
import type { Equality } from './equality.ts';
import { reactError } from './errors.ts';
import { useEntity } from './use-entity.ts';
import { useOpened } from './use-opened.ts';
import { useQuery } from './use-query.ts';
import { type EditableText, useText } from './use-text.ts';
import { useTransact } from './use-transact.ts';
import { type UndoView, useUndo } from './use-undo.ts';

export interface StatehouseOptions extends Partial<CacheTimes> {
  /** The system's unless given. */
  readonly timers?: Timers;
}

/** Provider and hooks that know the schema of an application. */
export interface Statehouse<S extends Schema> {
  /** Gives a client to what is inside. Who made the client closes it. */
  readonly StatehouseProvider: (props: {
    readonly client: SyncClient<S>;
    readonly children?: ReactNode;
  }) => ReactElement;
  /** Makes a document, local or synced, the one that the hooks below speak of. */
  readonly DocumentProvider: (props: {
    readonly document: Document<S>;
    readonly children?: ReactNode;
  }) => ReactElement;
  /** @throws StatehouseError `react/no-client` */
  readonly useClient: () => SyncClient<S>;
  /**
   * Opens a document of the provider's client, or joins in where it is open; suspends until there is something to
   * show, and never after that. What `open` throws goes to the error boundary; resetting it tries again. The document is left
   * when the last component that uses it has been gone for `graceMs`.
   * @throws StatehouseError `react/no-client`, and what `SyncClient.open` throws
   */
  readonly useDocument: (name: string) => SyncedDocument<S>;
  /** {@link useQuery} on the provider's document. @throws StatehouseError `react/no-document`, as all below */
  readonly useQuery: <Selected>(
    select: (snapshot: Snapshot<S>) => Selected,
    isEqual?: Equality<Selected>,
  ) => Selected;
  /** {@link useEntity} on the provider's document. */
  readonly useEntity: <Table extends TableName<S>>(
    table: Table,
    id: string | null | undefined,
  ) => RowOf<S, Table> | undefined;
  /** {@link useText} on the provider's document. */
  readonly useText: <Table extends TableName<S>>(
    table: Table,
    id: string | null | undefined,
    field: FieldsOfKind<S, Table, 'text'>,
  ) => EditableText | undefined;
  /** {@link useTransact} on the provider's document. */
  readonly useTransact: () => Document<S>['transact'];
  /** {@link useUndo} on the provider's document. */
  readonly useUndo: () => UndoView;
}

/** Makes provider and hooks for one schema: `createStatehouse<typeof schema>()`, once, outside any component. */
export function createStatehouse<S extends Schema>(options: StatehouseOptions = {}): Statehouse<S> {
  const { timers = systemTimers, ...times } = options;
  const ClientContext = createContext<SyncClient<S> | undefined>(undefined);
  const DocumentContext = createContext<Document<S> | undefined>(undefined);
  const caches = new WeakMap<SyncClient<S>, DocumentCache<SyncedDocument<S>>>();

  const clientFor = (hook: string): SyncClient<S> => {
    const client = use(ClientContext);
    if (client === undefined) throw reactError('no-client', { hook });
    return client;
  };
  const documentFor = (hook: string): Document<S> => {
    const document = use(DocumentContext);
    if (document === undefined) throw reactError('no-document', { hook });
    return document;
  };
  const cacheOf = (client: SyncClient<S>): DocumentCache<SyncedDocument<S>> => {
    const known =
      caches.get(client) ?? new DocumentCache(client, timers, { ...DEFAULT_CACHE_TIMES, ...times });
    caches.set(client, known);
    return known;
  };

  return {
    StatehouseProvider: ({ client, children }) => createElement(ClientContext, { value: client }, children),
    DocumentProvider: ({ document, children }) =>
      createElement(DocumentContext, { value: document }, children),
    useClient: () => clientFor('useClient'),
    useDocument: (name) => useOpened(cacheOf(clientFor('useDocument')), name),
    useQuery: (select, isEqual) => useQuery(documentFor('useQuery'), select, isEqual),
    useEntity: (table, id) => useEntity(documentFor('useEntity'), table, id),
    useText: (table, id, field) => useText(documentFor('useText'), table, id, field),
    useTransact: () => useTransact(documentFor('useTransact')),
    useUndo: () => useUndo(documentFor('useUndo')),
  };
}
