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
