export {
  type DocumentInput,
  type DocumentStore,
  type DocumentStoreOptions,
  type EffectInput,
  type OperationInput,
  storeOf,
  type TransactionInput,
  transaction,
} from './document-store.ts';
export type { DocumentView, ShownSnapshot } from './document-view.ts';
export { type SnapshotForm, snapshotForm } from './snapshot-form.ts';
