export type { KeyValueStore, KeyValueWrite } from './key-value/key-value-store.ts';
export { createMemoryKeyValueStore } from './key-value/memory.ts';
export type { AppendResult, LoadedLog, LogAddress, LogRecord, LogSnapshot, LogStore } from './log/log-store.ts';
export { createMemoryLogStore } from './log/memory.ts';
