export { createFileKeyValueStore, type FileKeyValueStoreOptions } from './file-key-value-store.ts';
