export { type EncryptionOptions, encryptKeyValueStore } from './encryption/encrypted-key-value-store.ts';
export type { KeyValueCondition, KeyValueStore, KeyValueWrite } from './key-value/key-value-store.ts';
export { createMemoryKeyValueStore } from './key-value/memory.ts';
export { type ChainVerdict, chainOf, chainStart, type Sha256, verifyChain } from './log/chain.ts';
export type {
  AppendResult,
  LoadedLog,
  LogAddress,
  LogRecord,
  LogSnapshot,
  LogStore,
} from './log/log-store.ts';
export { createMemoryLogStore } from './log/memory.ts';
export {
  createMemoryIdentityLocks,
  createWebIdentityLocks,
  type IdentityLocks,
  type Release,
} from './tab-identity.ts';
