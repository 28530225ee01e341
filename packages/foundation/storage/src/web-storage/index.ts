export {
  createWebStorageKeyValueStore,
  type WebStorage,
  type WebStorageKeyValueStoreOptions,
} from './web-storage-key-value-store.ts';
