export {
  createIndexedDbKeyValueStore,
  type IndexedDbKeyValueStoreOptions,
  type StoreClosedReason,
} from './indexed-db-key-value-store.ts';
